import { MAX_TIMER_MS } from '@beckon/core/adapter';

/** Milliseconds: a number, or the lowest and highest of a random range. */
export type Duration = number | readonly [lowestMs: number, highestMs: number];

const FORM = `a number of milliseconds from 0 to ${MAX_TIMER_MS}`;

/**
 * @throws TypeError when `value` is not a number.
 * @throws RangeError when a timer cannot hold it.
 */
export function checkMilliseconds(operation: string, parameter: string, value: unknown): void {
  if (typeof value !== 'number') {
    throw new TypeError(
      `${operation}: ${parameter} is ${JSON.stringify(value)}; it must be ${FORM}.`,
    );
  }
  if (!(value >= 0 && value <= MAX_TIMER_MS)) {
    throw new RangeError(`${operation}: ${parameter} is ${value}; it must be ${FORM}.`);
  }
}

/**
 * @throws TypeError when `value` is neither a number nor a pair of numbers.
 * @throws RangeError when a timer cannot hold it, or a range ends before it begins.
 */
export function checkDuration(operation: string, parameter: string, value: unknown): void {
  if (!Array.isArray(value)) return checkMilliseconds(operation, parameter, value);
  const range = value as readonly unknown[];
  if (range.length !== 2) {
    throw new TypeError(
      `${operation}: ${parameter} has ${range.length} numbers; a range is [lowest, highest].`,
    );
  }
  const [lowest, highest] = range;
  checkMilliseconds(operation, `${parameter}[0]`, lowest);
  checkMilliseconds(operation, `${parameter}[1]`, highest);
  if (Number(lowest) > Number(highest)) {
    throw new RangeError(
      `${operation}: ${parameter} is ${JSON.stringify(range)}; the lowest of a range comes first.`,
    );
  }
}

/** Draws a time within `duration`, in milliseconds. A range gives a whole number. */
export function drawDuration(duration: Duration, random: () => number): number {
  const [lowest, highest] = typeof duration === 'number' ? [duration, duration] : duration;
  return lowest === highest ? lowest : lowest + Math.floor(random() * (highest - lowest + 1));
}
