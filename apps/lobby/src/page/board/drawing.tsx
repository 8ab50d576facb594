import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  useId,
  useRef,
  useState,
} from 'react';
import { BOARD_HEIGHT, BOARD_WIDTH, INKS, type Stroke } from './board-content.ts';
import type { BoardDocument, DrawnStroke } from './board-document.ts';

/** Distance that an arrow key moves the pen; the second is with Shift. */
const STEP = 10;
const LONG_STEP = 50;

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A drawing. A person draws with a pointer, or with the arrow keys and the space bar. */
export function Drawing({
  document,
  strokes,
}: {
  readonly document: BoardDocument;
  readonly strokes: readonly Stroke[];
}): ReactElement {
  const id = useId();
  const [ink, setInk] = useState(0);
  const [pen, setPen] = useState({ x: BOARD_WIDTH / 2, y: BOARD_HEIGHT / 2, isDown: false });
  const drawn = useRef<DrawnStroke>(undefined);

  function begin(x: number, y: number): void {
    drawn.current = document.beginStroke(ink, [x, y, x, y]);
  }
  function end(): void {
    drawn.current = undefined;
  }

  function onPointerDown(event: PointerEvent<SVGSVGElement>): void {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    begin(...pointOf(event, event.currentTarget));
  }
  function onPointerMove(event: PointerEvent<SVGSVGElement>): void {
    const { currentTarget, nativeEvent } = event;
    // The moves of the pointer since the last frame.
    const moves = nativeEvent.getCoalescedEvents();
    drawn.current?.extend(
      (moves.length > 0 ? moves : [nativeEvent]).flatMap((move) => pointOf(move, currentTarget)),
    );
  }
  function onKeyDown(event: KeyboardEvent): void {
    const direction = DIRECTIONS[event.key];
    if (event.key === ' ') {
      if (pen.isDown) end();
      else begin(pen.x, pen.y);
      setPen({ ...pen, isDown: !pen.isDown });
    } else if (direction !== undefined) {
      const step = event.shiftKey ? LONG_STEP : STEP;
      const x = clamp(pen.x + direction[0] * step, BOARD_WIDTH);
      const y = clamp(pen.y + direction[1] * step, BOARD_HEIGHT);
      if (pen.isDown) drawn.current?.extend([x, y]);
      setPen({ ...pen, x, y });
    } else return;
    event.preventDefault();
  }
  function liftPen(): void {
    end();
    setPen((now) => ({ ...now, isDown: false }));
  }

  return (
    <div className="drawing">
      <svg
        className="paper"
        viewBox={`0 0 ${BOARD_WIDTH} ${BOARD_HEIGHT}`}
        // Arrow keys and space move the pen, so a screen reader must pass them on.
        role="application"
        tabIndex={0}
        aria-label={`Drawing, ${strokes.length} ${strokes.length === 1 ? 'line' : 'lines'}`}
        aria-describedby={`${id}keys`}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={end}
        onPointerCancel={end}
        onKeyDown={onKeyDown}
        onBlur={liftPen}
      >
        {strokes.map(({ ink: color, points }, index) => (
          <polyline key={index} className={`stroke ink-${color}`} points={points.join(' ')} />
        ))}
        <circle className={`pen ink-${ink}`} cx={pen.x} cy={pen.y} r={pen.isDown ? 8 : 12} />
      </svg>
      <p id={`${id}keys`} className="hint">
        Draw with the pointer, or with the arrow keys. The space bar lowers and lifts the pen. Shift
        moves it further.
      </p>
      <p className="visually-hidden" role="status">
        {pen.isDown ? 'Pen down' : ''}
      </p>
      <div className="row">
        <fieldset className="inks">
          <legend className="visually-hidden">Ink</legend>
          {INKS.map((name, index) => (
            <label key={name} className={`ink ink-${index}`}>
              <input
                type="radio"
                name={`${id}ink`}
                checked={ink === index}
                onChange={() => setInk(index)}
              />
              <span className="visually-hidden">{name}</span>
            </label>
          ))}
        </fieldset>
        <span className="grow" />
        <button type="button" className="quiet" onClick={() => document.undo()}>
          Undo
        </button>
        <button
          type="button"
          className="quiet"
          disabled={strokes.length === 0}
          onClick={() => document.clear()}
        >
          Clear
        </button>
      </div>
    </div>
  );
}

/** The place of a pointer, in the drawing's units. */
function pointOf(
  { clientX, clientY }: Pick<MouseEvent, 'clientX' | 'clientY'>,
  paper: SVGSVGElement,
): [number, number] {
  const { left, top, width, height } = paper.getBoundingClientRect();
  return [
    clamp(((clientX - left) / width) * BOARD_WIDTH, BOARD_WIDTH),
    clamp(((clientY - top) / height) * BOARD_HEIGHT, BOARD_HEIGHT),
  ];
}

function clamp(value: number, max: number): number {
  return Math.round(Math.min(Math.max(value, 0), max));
}
