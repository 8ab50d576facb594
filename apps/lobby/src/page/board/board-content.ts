import * as v from 'valibot';

/** The size of the drawing, in its own units. */
export const BOARD_WIDTH = 1000;
export const BOARD_HEIGHT = 560;

export const INKS = ['Black', 'Blue', 'Green', 'Orange', 'Red'] as const;

export const MAX_NOTE_LENGTH = 500;

const Coordinates = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(2));

/** A line through points: x, y, x, y, … */
export const Stroke = v.object({
  ink: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(INKS.length - 1)),
  points: Coordinates,
});
export type Stroke = v.InferOutput<typeof Stroke>;

/** What somebody calls themselves. */
export const PersonName = v.pipe(v.string(), v.maxLength(255));

/** Something that was said. `from` is what the other side calls itself. */
export const Note = v.object({
  from: PersonName,
  text: v.pipe(v.string(), v.maxLength(MAX_NOTE_LENGTH)),
});
export type Note = v.InferOutput<typeof Note>;

/** What is on a board. */
export interface BoardContent {
  /** What the others at the board call themselves. */
  readonly people: readonly string[];
  readonly strokes: readonly Stroke[];
  readonly notes: readonly Note[];
  /** It takes no more until something is taken away. */
  readonly isFull: boolean;
}

/** Of what the other side may have put there, that which has the right form. */
export function wellFormed<Schema extends v.GenericSchema>(
  schema: Schema,
  values: readonly unknown[],
): readonly v.InferOutput<Schema>[] {
  return values.filter((value): value is v.InferOutput<Schema> => v.is(schema, value));
}

export const EMPTY_BOARD: BoardContent = { people: [], strokes: [], notes: [], isFull: false };
