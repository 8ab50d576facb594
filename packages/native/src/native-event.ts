import { AutoResetEvent, type EventHandle } from '@beckon/core';
import { Observable } from 'rxjs';
import type { KernelEventHandle } from './ffi/handles.ts';

/** Somebody who asks the DLL, each time the kernel event was signalled, whether that was for it. */
export interface Waiter {
  /** Never throws. */
  wake(): void;
}

/** The place of a {@link NativeEvent} at the kernel event that signals it. */
export interface Berth {
  readonly kernelEvent: KernelEventHandle;
  readonly waiters: Set<Waiter>;
  leave(): void;
  /** Keeps the process alive until the returned function is called. */
  hold(): () => void;
}

/** The event handle of the native adapter: a kernel event, seen from JavaScript. */
export class NativeEvent implements EventHandle {
  readonly #event = new AutoResetEvent();
  readonly #berth: Berth;

  readonly signaled$ = new Observable<void>((subscriber) => {
    // Waits of the system do not keep Node running; whoever subscribes does.
    const release = this.#berth.hold();
    const subscription = this.#event.signaled$.subscribe(subscriber);
    return () => {
      subscription.unsubscribe();
      release();
    };
  });

  constructor(berth: Berth) {
    this.#berth = berth;
  }

  /** The berth that a native call is to signal. @throws nothing; `undefined` once closed. */
  get berth(): Berth | undefined {
    return this.#event.isClosed ? undefined : this.#berth;
  }

  set(): void {
    this.#event.set();
  }

  close(): void {
    if (this.#event.isClosed) return;
    this.#berth.leave();
    this.#event.close();
  }
}
