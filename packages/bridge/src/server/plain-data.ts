import { CollaborationError } from '@beckon/core';
import { isPlain } from '../protocol/plain-data.ts';

const MAX_DEPTH = 16;

/**
 * Checks what the other side has sent, whatever it runs: only plain data, no deeper than the
 * contract's, and in all no larger than `maxBytes`. What is shared or cyclic counts as often as it is met.
 *
 * @throws CollaborationError with `INVALID_ARGUMENT`.
 */
export function checkPlainData(operation: string, data: unknown, maxBytes: number): void {
  let bytes = 0;

  function check(value: unknown, depth: number): void {
    bytes += sizeOf(value);
    if (bytes > maxBytes) throw invalid(`more than ${maxBytes} bytes`);
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    if (depth === MAX_DEPTH) throw invalid(`more than ${MAX_DEPTH} levels`);
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
    if (!isPlain(value)) throw invalid('something that is not plain data');
    if (typeof value === 'string') return 2 * value.length;
    return value instanceof Uint8Array ? value.byteLength : 8;
  }

  function invalid(what: string): CollaborationError {
    return new CollaborationError('INVALID_ARGUMENT', `${operation}: the arguments have ${what}.`);
  }

  check(data, 0);
}
