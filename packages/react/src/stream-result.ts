/** Where a stream stands; what every hook over a stream returns. The same object until it changes. */
export interface StreamResult<T, E extends Error = Error> {
  /**
   * | state | meaning |
   * |---|---|
   * | `waiting` | nothing has been emitted yet; always so on a server |
   * | `active` | `value` is the last one emitted |
   * | `complete` | `value` is the last one there will be |
   * | `error` | it ended with `error`; `value` is the last one before |
   */
  readonly state: 'waiting' | 'active' | 'complete' | 'error';
  readonly value: T;
  readonly error: E | undefined;
  /**
   * Subscribes anew to a stream that has ended, for all components that share it: `waiting` again, with
   * the initial value. Does nothing while the stream runs. The same function for the same stream.
   */
  readonly restart: () => void;
  readonly isWaiting: boolean;
  readonly isActive: boolean;
  readonly isComplete: boolean;
  readonly isError: boolean;
}

/** Adds the flags of its state. */
export function streamResult<T, E extends Error>(
  known: Pick<StreamResult<T, E>, 'state' | 'value' | 'error' | 'restart'>,
): StreamResult<T, E> {
  return {
    ...known,
    isWaiting: known.state === 'waiting',
    isActive: known.state === 'active',
    isComplete: known.state === 'complete',
    isError: known.state === 'error',
  };
}
