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

/** The name that a person has chosen. */
export const PersonName = v.pipe(v.string(), v.maxLength(255));

/** A note of a person. `from` is the name that the person has chosen. */
export const Note = v.object({
  from: PersonName,
  text: v.pipe(v.string(), v.maxLength(MAX_NOTE_LENGTH)),
});
export type Note = v.InferOutput<typeof Note>;

/** The content of a board. */
export interface BoardContent {
  /** The names of the others at the board, as they have chosen them. */
  readonly people: readonly string[];
  /** The names of those who have left. */
  readonly left: readonly string[];
  readonly strokes: readonly Stroke[];
  readonly notes: readonly Note[];
  /** Whether the board is full. It then takes no more until lines are removed. */
  readonly isFull: boolean;
}

/** The items that have the right form. The other side may have put anything there. */
export function wellFormed<Schema extends v.GenericSchema>(
  schema: Schema,
  values: readonly unknown[],
): readonly v.InferOutput<Schema>[] {
  return values.filter((value): value is v.InferOutput<Schema> => v.is(schema, value));
}

export const EMPTY_BOARD: BoardContent = {
  people: [],
  left: [],
  strokes: [],
  notes: [],
  isFull: false,
};
