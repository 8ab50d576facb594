import type { CollaborationAdapter } from '@beckon/core';
import { reportUnhandled } from '@beckon/core/adapter';
import { Observable } from 'rxjs';

/**
 * Holds an adapter open while `used$` is subscribed. Errors when it cannot be opened. Also when the subscription
 * ends while it is being opened, each `open()` gets its `close()`.
 */
export function whileOpen<Value>(
  adapter: CollaborationAdapter,
  used$: Observable<Value>,
): Observable<Value> {
  return new Observable((subscriber) => {
    let isOpen = false;
    const close = (): void => {
      adapter.close().catch(reportUnhandled);
    };
    adapter.open().then(
      () => {
        if (subscriber.closed) return close();
        isOpen = true;
        subscriber.add(used$.subscribe(subscriber));
      },
      (error: unknown) => subscriber.error(error),
    );
    return () => {
      if (isOpen) close();
    };
  });
}
