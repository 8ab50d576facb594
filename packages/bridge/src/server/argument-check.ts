import { invalidArgument } from '@beckon/core/adapter';
import { isBytes, isPlain } from '../protocol/plain-data.ts';

const MAX_DEPTH = 16;

/**
 * Checks the arguments of a client, which may run any program: only plain data, no deeper than the
 * contract's, and in all no larger than `maxBytes`. A value in several places counts in each place.
 *
 * @throws CollaborationError with `INVALID_ARGUMENT`.
 */
export function checkArguments(
  operation: string,
  args: readonly unknown[],
  maxBytes: number,
): void {
  let bytes = 0;

  function check(value: unknown, depth: number): void {
    bytes += sizeOf(value);
    if (bytes > maxBytes) refuse(`have more than ${maxBytes} bytes`);
    if (typeof value !== 'object' || value === null || isBytes(value)) return;
    if (depth === MAX_DEPTH) refuse(`have more than ${MAX_DEPTH} levels`);
    if (Array.isArray(value)) {
      for (const item of value) check(item, depth + 1);
      return;
    }
    for (const name of Object.keys(value)) {
      bytes += name.length;
      check((value as Readonly<Record<string, unknown>>)[name], depth + 1);
    }
  }

  function sizeOf(value: unknown): number {
    if (!isPlain(value)) refuse('are not plain data');
    if (typeof value === 'string') return 2 * value.length;
    return isBytes(value) ? value.byteLength : 8;
  }

  function refuse(fault: string): never {
    throw invalidArgument(`${operation}: the arguments ${fault}.`);
  }

  check(args, 0);
}
