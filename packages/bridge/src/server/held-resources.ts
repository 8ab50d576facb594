import {
  type CollaborationAdapter,
  CollaborationError,
  type EventHandle,
  isCollaborationError,
  toCollaborationError,
} from '@beckon/core';
import type { Subscription } from 'rxjs';
import { type HandleKind, LAST_FUNCTION } from './declaration.ts';
import { type BridgeLimits, overLimit } from './limits.ts';

/** An object whose functions are called by name. */
export type Callable = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

interface HeldHandle {
  readonly handle: Callable;
  readonly kind: HandleKind;
}

interface HeldEvent {
  readonly event: EventHandle;
  readonly wait: Subscription;
}

/** What a connection has of the host: what its client holds, and what is still being taken back. */
export interface HeldCounts {
  handles: number;
  events: number;
}

interface HeldResourcesInit {
  readonly limits: BridgeLimits;
  readonly counts: HeldCounts;
  readonly adapter: CollaborationAdapter;
  readonly onSignal: (eventId: number) => void;
  readonly onEventClosed: (eventId: number) => void;
  readonly onTeardownError: (error: CollaborationError) => void;
}

/**
 * The real handles and events of one client, by the numbers that name them across the bridge. All is
 * given back by {@link release}, also what the adapter hands out later.
 */
export class HeldResources {
  readonly #init: HeldResourcesInit;
  readonly #handles = new Map<number, HeldHandle>();
  readonly #events = new Map<number, HeldEvent>();
  /** Calls that will give a handle. */
  readonly #making = new Set<Promise<unknown>>();
  #lastHandleId: number;
  #opening: Promise<void> | undefined;
  #isReleased = false;

  /** @param after - numbers up to the last of these name handles that are gone. */
  constructor(init: HeldResourcesInit, after?: HeldResources) {
    this.#init = init;
    this.#lastHandleId = after === undefined ? 0 : after.#lastHandleId;
  }

  /** Opens the adapter for the client, however often it asks. */
  open(): Promise<void> {
    this.#opening ??= this.#init.adapter.open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  /** The event that the client calls `id`; made when it is new. */
  event(operation: string, id: unknown): EventHandle {
    if (!Number.isSafeInteger(id)) {
      throw new CollaborationError('PROTOCOL', `${operation}: an event must cross as its number.`);
    }
    const held = this.#events.get(id as number);
    return held === undefined ? this.#createEvent(operation, id as number) : held.event;
  }

  closeEvent(id: number): void {
    const held = this.#events.get(id);
    if (held === undefined) return;
    this.#forgetEvent(id);
    held.wait.unsubscribe();
    try {
      held.event.close();
    } catch (error) {
      this.#init.onTeardownError(toCollaborationError('EventHandle.close', error));
    }
  }

  /** Calls a function of the adapter that gives a handle, at once; gives the handle's number. */
  async make(
    operation: string,
    kind: HandleKind,
    start: () => PromiseLike<unknown>,
  ): Promise<number> {
    const { limits, counts } = this.#init;
    if (counts.handles >= limits.handles) throw overLimit(operation, limits.handles, 'handles');
    counts.handles += 1;
    const making = this.#take(operation, kind, start);
    this.#making.add(making);
    try {
      return await making;
    } catch (error) {
      counts.handles -= 1;
      throw error;
    } finally {
      this.#making.delete(making);
    }
  }

  /** Calls a function of a handle. The last one ends it, whatever comes of the call. */
  callHandle(id: number, name: string, args: readonly unknown[]): unknown {
    const held = this.#handles.get(id);
    if (held === undefined) {
      throw new CollaborationError('CLOSED', `${name}: the handle has been closed.`);
    }
    const { handle, kind } = held;
    const isKnown = kind.asks.includes(name) || kind.releases.some(([release]) => release === name);
    if (!isKnown) throw new CollaborationError('PROTOCOL', `A handle has no function ${name}.`);
    if (name === LAST_FUNCTION) {
      this.#handles.delete(id);
      this.#init.counts.handles -= 1;
    }
    return handle[name]?.(...args);
  }

  /** Cancels and closes everything. Resolves when the adapter has done so; never rejects. */
  async release(): Promise<void> {
    this.#isReleased = true;
    for (const { wait } of this.#events.values()) wait.unsubscribe();
    const handles = [...this.#handles.values()];
    this.#handles.clear();
    await Promise.all(
      handles.map(async (held) => {
        await this.#releaseHandle(held);
        this.#init.counts.handles -= 1;
      }),
    );
    await Promise.allSettled(this.#making);
    // Behind the handles, as core does.
    for (const id of [...this.#events.keys()]) this.closeEvent(id);
    await this.#closeAdapter();
  }

  async #take(
    operation: string,
    kind: HandleKind,
    start: () => PromiseLike<unknown>,
  ): Promise<number> {
    const handle = (await start()) as Callable;
    if (this.#isReleased) {
      await this.#releaseHandle({ handle, kind });
      throw new CollaborationError('CLOSED', `${operation}: the client has gone.`);
    }
    this.#lastHandleId += 1;
    this.#handles.set(this.#lastHandleId, { handle, kind });
    return this.#lastHandleId;
  }

  /** Undoes {@link open}. */
  async #closeAdapter(): Promise<void> {
    const isOpen = await this.#opening?.then(
      () => true,
      () => false,
    );
    if (isOpen !== true) return;
    try {
      await this.#init.adapter.close();
    } catch (error) {
      // Somebody else has undone it already.
      if (isCollaborationError(error, 'NOT_INITIALIZED')) return;
      this.#init.onTeardownError(toCollaborationError('close', error));
    }
  }

  async #releaseHandle({ handle, kind }: HeldHandle): Promise<void> {
    for (const [name, ...args] of kind.releases) {
      try {
        await handle[name]?.(...args);
      } catch (error) {
        this.#init.onTeardownError(toCollaborationError(name, error));
      }
    }
  }

  #createEvent(operation: string, id: number): EventHandle {
    const { limits, counts, adapter, onSignal, onEventClosed } = this.#init;
    if (counts.events >= limits.events) throw overLimit(operation, limits.events, 'events');
    const event = adapter.createEvent();
    const wait = event.signaled$.subscribe({
      next: () => onSignal(id),
      complete: () => {
        // The host's adapter was closed.
        this.#forgetEvent(id);
        onEventClosed(id);
      },
    });
    this.#events.set(id, { event, wait });
    counts.events += 1;
    return event;
  }

  #forgetEvent(id: number): void {
    if (this.#events.delete(id)) this.#init.counts.events -= 1;
  }
}
