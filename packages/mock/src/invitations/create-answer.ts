import { withOwnData } from '@beckon/core/adapter';
import type { Answer } from '../network/message.ts';

/** Makes an answer with a copy of the data. An absent argument is an absent member. */
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
