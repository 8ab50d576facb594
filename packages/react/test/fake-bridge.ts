import { CollaborationError } from '@beckon/core';
import type { EventHandle } from '@beckon/core/adapter';
import type { MockAdapter } from '@beckon/mock';
import { BehaviorSubject } from 'rxjs';
import type { ReconnectingAdapter } from '../src/index.ts';

/** A host, seen from its page, as an adapter of `@beckon/bridge` shows it: over a pipe that the test cuts. */
export class FakeBridge {
  /** What connecting fails with; `undefined`: the host lets this page in. */
  failure: CollaborationError | undefined;
  /** How often a connection was tried. */
  attempts = 0;
  readonly isConnected$ = new BehaviorSubject(false);
  readonly #hosted: MockAdapter;
  readonly #events = new Set<EventHandle>();
  /** Opened and not closed. */
  openCount = 0;

  constructor(hosted: MockAdapter) {
    this.#hosted = hosted;
  }

  readonly connect = async (): Promise<ReconnectingAdapter> => {
    this.#pipe();
    const adapter = Object.create(this.#hosted) as MockAdapter;
    return Object.assign(adapter, {
      isConnected$: this.isConnected$,
      open: async () => {
        this.#pipe();
        this.openCount += 1;
      },
      close: async () => {
        this.openCount -= 1;
        if (this.openCount === 0) this.isConnected$.next(false);
      },
      createEvent: () => {
        const event = this.#hosted.createEvent();
        this.#events.add(event);
        return event;
      },
    });
  };

  /** The host is gone, and with it what it held for this page. */
  lose(): void {
    this.failure = new CollaborationError('SERVICE_UNAVAILABLE', 'no host answers');
    for (const event of this.#events) event.close();
    this.#events.clear();
    this.isConnected$.next(false);
  }

  #pipe(): void {
    if (this.isConnected$.value) return;
    this.attempts += 1;
    if (this.failure !== undefined) throw this.failure;
    this.isConnected$.next(true);
  }
}
