import { LIMITS } from '@beckon/core';

/** Milliseconds: a number, or the lowest and highest of a random range. */
export type Duration = number | readonly [lowestMs: number, highestMs: number];

/** @throws RangeError when it is not within what a timer can hold. */
export function checkDuration(what: string, duration: Duration): void {
  const [lowest, highest] = bounds(duration);
  if (!(lowest >= 0 && lowest <= highest && highest <= LIMITS.timerMs)) {
    throw new RangeError(
      `${what} is ${JSON.stringify(duration)}; it is a number of milliseconds from 0 to ${LIMITS.timerMs}, or a range [lowest, highest] of such.`,
    );
  }
}

/** A length within `duration`; whole milliseconds when it is a range. */
export function drawDuration(duration: Duration, random: () => number): number {
  const [lowest, highest] = bounds(duration);
  return lowest === highest ? lowest : lowest + Math.floor(random() * (highest - lowest + 1));
}

function bounds(duration: Duration): readonly [number, number] {
  return typeof duration === 'number' ? [duration, duration] : duration;
}
