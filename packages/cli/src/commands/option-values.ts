import { parseGuid } from '@beckon/core';
import { InvalidArgumentError } from 'commander';

/** A GUID, as an argument or an option. */
export function guid(text: string): string {
  try {
    return parseGuid(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** A number of seconds, in milliseconds. */
export function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return Math.round(value * 1_000);
  throw new InvalidArgumentError('It must be a number of seconds above 0.');
}

/** A whole number from 1. */
export function count(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('It must be a whole number from 1.');
}

/** A port; 0 is a free one. */
export function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value < 65_536) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 65535.');
}
