import type { PipeReceiver } from '../src/index.ts';

/** A receiver that remembers what it hears. */
export function recorded(): {
  readonly messages: unknown[];
  readonly reasons: string[];
  readonly receiver: PipeReceiver;
} {
  const messages: unknown[] = [];
  const reasons: string[] = [];
  return {
    messages,
    reasons,
    receiver: {
      message: (message) => void messages.push(message),
      closed: (reason) => void reasons.push(reason),
    },
  };
}
