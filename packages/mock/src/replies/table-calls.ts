import type { Lifecycle } from '@beckon/core/adapter';
import type { AdapterCall } from '../network/fault.ts';
import type { RunningAdapter } from '../running-adapter.ts';
import type { Calls } from './calls.ts';
import type { Reply } from './reply.ts';

/**
 * Makes the replies of table functions. They act on the running adapter, and reject when the
 * adapter is not open.
 */
export class TableCalls {
  readonly calls: Calls;
  readonly #adapter: Lifecycle<RunningAdapter>;

  constructor(adapter: Lifecycle<RunningAdapter>, calls: Calls) {
    this.#adapter = adapter;
    this.calls = calls;
  }

  /** As {@link Calls.act}. */
  act<T>(operation: AdapterCall, action: (running: RunningAdapter) => T): PromiseLike<T> {
    return this.calls.act(operation, () => action(this.#adapter.use(operation)));
  }

  /** As {@link Calls.defer}. */
  defer<T>(
    operation: AdapterCall,
    action: (running: RunningAdapter, reply: Reply<T>) => void,
  ): PromiseLike<T> {
    return this.calls.defer(operation, (reply: Reply<T>) =>
      action(this.#adapter.use(operation), reply),
    );
  }
}
