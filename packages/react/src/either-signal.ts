import type { AbortSignalLike } from '@beckon/core';

/** A signal that aborts when one of the two does. Holds nothing but what is listened to. */
export function eitherSignal(
  own: AbortSignalLike,
  other: AbortSignalLike | undefined,
): AbortSignalLike {
  if (other === undefined) return own;
  return {
    get aborted() {
      return own.aborted || other.aborted;
    },
    addEventListener: (type, listener) => {
      own.addEventListener(type, listener);
      other.addEventListener(type, listener);
    },
    removeEventListener: (type, listener) => {
      own.removeEventListener(type, listener);
      other.removeEventListener(type, listener);
    },
  };
}
