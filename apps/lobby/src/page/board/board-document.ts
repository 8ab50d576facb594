import { fromEventPattern, map, type Observable, startWith } from 'rxjs';
import * as Y from 'yjs';
import { type BoardContent, Note, PersonName, Stroke, wellFormed } from './board-content.ts';

/** Largest size of a board, in bytes. The whole board travels as one message to a page that comes back. */
const MAX_BOARD_BYTES = 256 * 1024;

/** The size is measured again after so many bytes of changes. */
const MEASURE_EVERY_BYTES = 16 * 1024;

/** A line that is being drawn. */
export interface DrawnStroke {
  extend(points: readonly number[]): void;
}

/** The board of this page. It merges with the board of the other side, in any order and with any gaps. */
export class BoardDocument {
  readonly doc = new Y.Doc();
  /** Names, by the page's number in the document. */
  readonly #people = this.doc.getMap<unknown>('people');
  /** Names of those who have left, in the same way. */
  readonly #left = this.doc.getMap<unknown>('left');
  readonly #strokes = this.doc.getArray<Y.Map<unknown>>('strokes');
  readonly #notes = this.doc.getArray<unknown>('notes');
  // Undoes a whole line, however long the person drew it: each line begins a step of its own.
  readonly #undo = new Y.UndoManager(this.#strokes, { captureTimeout: Number.MAX_SAFE_INTEGER });

  #measuredBytes = 0;
  #bytesSince = 0;

  constructor() {
    this.doc.on('update', (update: Uint8Array) => {
      this.#bytesSince += update.byteLength;
      if (this.#isFull || this.#bytesSince > MEASURE_EVERY_BYTES) this.#measure();
    });
  }

  /** The content: at present, and after each change. */
  readonly content$: Observable<BoardContent> = fromEventPattern(
    (onChange) => this.doc.on('update', onChange),
    (onChange) => this.doc.off('update', onChange),
  ).pipe(
    startWith(undefined),
    map(() => ({
      people: this.#others(this.#people),
      left: this.#others(this.#left),
      strokes: wellFormed(Stroke, this.#strokes.toJSON()),
      notes: wellFormed(Note, this.#notes.toJSON()),
      isFull: this.#isFull,
    })),
  );

  /** Tells the others the name of this page's person. */
  introduce(name: string): void {
    if (this.#people.get(this.#self) !== name) this.#people.set(this.#self, name);
  }

  /** Tells the others that this page's person has left. */
  leave(name: string): void {
    this.doc.transact(() => {
      this.#people.delete(this.#self);
      this.#left.set(this.#self, name);
    });
  }

  /** Begins a line; `undefined` when the board is full. */
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

  /** Adds a note. Does nothing when the board is full. */
  addNote(note: Note): void {
    if (!this.#isFull) this.#notes.push([note]);
  }

  /** Undoes this page's last line. */
  undo(): void {
    this.#undo.undo();
  }

  /** Removes all lines, also the other side's. The notes stay. On a full board this cannot be undone. */
  clear(): void {
    this.#undo.stopCapturing();
    // Lines that can be undone are kept, and would still fill the board.
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

  #others(people: Y.Map<unknown>): readonly string[] {
    const others = [...people].filter(([page]) => page !== this.#self);
    const names = wellFormed(
      PersonName,
      others.map(([, name]) => name),
    );
    return [...new Set(names)];
  }
}
