import { NEVER, type Observable, take } from 'rxjs';

/**
 * A reply that comes when `source` emits or errors. Unlike a promise it calls back within the frame,
 * so that an adapter can answer in virtual time.
 */
export function replyFrom<T>(source: Observable<T>): PromiseLike<T> {
  return {
    then(onValue?: ((value: T) => unknown) | null, onError?: ((error: unknown) => unknown) | null) {
      source.pipe(take(1)).subscribe({
        next: (value) => onValue?.(value),
        error: (error: unknown) => onError?.(error),
      });
      // RxJS chains a second `then` for errors that the callbacks throw. They throw none here.
      return replyFrom<never>(NEVER);
    },
  } as PromiseLike<T>;
}
