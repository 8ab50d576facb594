import type { Answer } from '../network/message.ts';
import { withOwnData } from './own-data.ts';

/** An answer with data of its own, and without what was left out. */
export function createAnswer(
  action: Answer['action'],
  message: string | undefined,
  data?: Uint8Array,
): Answer {
  return withOwnData({
    action,
    ...(message === undefined ? {} : { message }),
    ...(data === undefined ? {} : { data }),
  });
}
