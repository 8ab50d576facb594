import { fromEventPattern, map, type Observable, startWith } from 'rxjs';
import * as Y from 'yjs';
import { type BoardContent, Note, PersonName, Stroke, wellFormed } from './board-content.ts';

/** How large a board may become, in bytes: it travels as one message to whoever comes back to it. */
const MAX_BOARD_BYTES = 256 * 1024;

/** After how many bytes of changes the size is measured again. */
const MEASURE_EVERY_BYTES = 16 * 1024;

/** A line that is being drawn. */
export interface DrawnStroke {
  extend(points: readonly number[]): void;
}

/** What is on a board, on this page: merges with the other side's, whatever the order and the gaps. */
export class BoardDocument {
  readonly doc = new Y.Doc();
  /** Names, by the page's number in the document. */
  readonly #people = this.doc.getMap<unknown>('people');
  readonly #strokes = this.doc.getArray<Y.Map<unknown>>('strokes');
  readonly #notes = this.doc.getArray<unknown>('notes');
  // Takes back a line as a whole, however long it took: each begins a step of its own.
  readonly #undo = new Y.UndoManager(this.#strokes, { captureTimeout: Number.MAX_SAFE_INTEGER });

  #measuredBytes = 0;
  #bytesSince = 0;

  constructor() {
    this.doc.on('update', (update: Uint8Array) => {
      this.#bytesSince += update.byteLength;
      if (this.#isFull || this.#bytesSince > MEASURE_EVERY_BYTES) this.#measure();
    });
  }

  /** What is there: now, and after each change. */
  readonly content$: Observable<BoardContent> = fromEventPattern(
    (onChange) => this.doc.on('update', onChange),
    (onChange) => this.doc.off('update', onChange),
  ).pipe(
    startWith(undefined),
    map(() => ({
      people: this.#others(),
      strokes: wellFormed(Stroke, this.#strokes.toJSON()),
      notes: wellFormed(Note, this.#notes.toJSON()),
      isFull: this.#isFull,
    })),
  );

  /** Tells the others what this page's person is called. */
  introduce(name: string): void {
    if (this.#people.get(this.#self) !== name) this.#people.set(this.#self, name);
  }

  /** Nothing can be drawn on a full board. */
  beginStroke(ink: number, points: readonly number[]): DrawnStroke | undefined {
    if (this.#isFull) return undefined;
    const stroke = new Y.Map<unknown>();
    const drawn = Y.Array.from([...points]);
    stroke.set('ink', ink);
    stroke.set('points', drawn);
    this.#undo.stopCapturing();
    this.#strokes.push([stroke]);
    return {
      extend: (more) => {
        if (!this.#isFull) drawn.push([...more]);
      },
    };
  }

  /** Nothing can be written on a full board. */
  addNote(note: Note): void {
    if (!this.#isFull) this.#notes.push([note]);
  }

  /** Takes back this page's last line. */
  undo(): void {
    this.#undo.undo();
  }

  /** Takes all lines away, also the other side's; the notes stay. On a full board there is no way back. */
  clear(): void {
    this.#undo.stopCapturing();
    // What can be undone is kept, and would go on filling the board.
    const origin = this.#isFull ? 'not to be undone' : null;
    this.doc.transact(() => this.#strokes.delete(0, this.#strokes.length), origin);
  }

  get #isFull(): boolean {
    return this.#measuredBytes + this.#bytesSince > MAX_BOARD_BYTES;
  }

  #measure(): void {
    this.#measuredBytes = Y.encodeStateAsUpdate(this.doc).byteLength;
    this.#bytesSince = 0;
  }

  get #self(): string {
    return String(this.doc.clientID);
  }

  #others(): readonly string[] {
    const others = [...this.#people].filter(([page]) => page !== this.#self);
    const names = wellFormed(
      PersonName,
      others.map(([, name]) => name),
    );
    return [...new Set(names)];
  }
}
