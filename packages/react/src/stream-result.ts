/** Where a stream stands; what every hook over a stream returns. The same object until it changes. */
export interface StreamResult<T> {
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
  readonly error: Error | undefined;
  readonly isWaiting: boolean;
  readonly isActive: boolean;
  readonly isComplete: boolean;
  readonly isError: boolean;
}

export function streamResult<T>(
  state: StreamResult<T>['state'],
  value: T,
  error?: Error,
): StreamResult<T> {
  return {
    state,
    value,
    error,
    isWaiting: state === 'waiting',
    isActive: state === 'active',
    isComplete: state === 'complete',
    isError: state === 'error',
  };
}
