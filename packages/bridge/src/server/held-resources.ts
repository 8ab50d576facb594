import {
  CollaborationError,
  isCollaborationError,
  type Scope,
  toCollaborationError,
} from '@beckon/core';
import {
  checkContent,
  type CollaborationAdapter,
  type EventHandle,
  signInsOf,
  type Stay,
  type VisibilityFunctions,
} from '@beckon/core/adapter';
import type { Subscription } from 'rxjs';
import { type HandleName, LAST_FUNCTION } from './declaration.ts';
import { type Callable, HeldHandle } from './held-handle.ts';
import { type BridgeLimits, limitReached } from './limits.ts';

interface HeldEvent {
  readonly event: EventHandle;
  readonly wait: Subscription;
}

/**
 * Number of handles and events that a connection has of the host, with those that are still being
 * released.
 */
export interface HeldCounts {
  handles: number;
  events: number;
}

interface HeldResourcesInit {
  readonly limits: BridgeLimits;
  readonly counts: HeldCounts;
  readonly adapter: CollaborationAdapter;
  /**
   * Called when the client gets a handle or an event. `releases` is the number of messages that
   * release it.
   */
  readonly onHandedOut: (releases: number) => void;
  readonly onSignal: (eventId: number) => void;
  readonly onEventClosed: (eventId: number) => void;
  readonly onTeardownError: (error: CollaborationError) => void;
}

/**
 * The real handles and events of one client, by their numbers across the bridge. {@link releaseAll}
 * releases everything, also handles that the adapter gives later.
 */
export class HeldResources {
  readonly #init: HeldResourcesInit;
  readonly #handles = new Map<number, HeldHandle>();
  readonly #events = new Map<number, HeldEvent>();
  /** Calls that make or close a handle. */
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #stays = new Map<Scope, Promise<Stay>>();
  #lastHandleId: number;
  #opening: Promise<void> | undefined;
  #isReleased = false;

  /** @param before - The resources before these. Their numbers are not used again. */
  constructor(init: HeldResourcesInit, before?: HeldResources) {
    this.#init = init;
    this.#lastHandleId = before === undefined ? 0 : before.#lastHandleId;
  }

  /** Opens the adapter for the client, once however often the client asks. */
  open(): Promise<void> {
    this.#opening ??= this.#init.adapter.open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  /** Signs in for the client, until it leaves. A second sign-in in one scope replaces the first. */
  async signIn(scope: Exclude<Scope, 'none'>): Promise<{ readonly isConnected: boolean }> {
    checkContent.scope('visibility.signIn', scope);
    const signIns = signInsOf(this.#init.adapter, visibilityOf(this.#init.adapter));
    const before = this.#stays.get(scope);
    const stay = this.#track(signIns.enter(scope));
    this.#stays.set(scope, stay);
    if (before !== undefined) await signIns.leave(before);
    const { isConnected } = await stay;
    return { isConnected };
  }

  /** The event with the client's number `id`. Makes the event when the number is new. */
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
      this.#reportTeardownError('EventHandle.close', error);
    }
  }

  /** Calls a function of the adapter that gives a handle, at once. Gives the handle's number. */
  async make(
    operation: string,
    name: HandleName,
    call: () => PromiseLike<unknown>,
  ): Promise<number> {
    const { limits, counts } = this.#init;
    if (counts.handles >= limits.handles) {
      throw limitReached(operation, limits.handles, 'handles at a time');
    }
    counts.handles += 1;
    try {
      return await this.#track(this.#make(operation, name, call));
    } catch (error) {
      counts.handles -= 1;
      throw error;
    }
  }

  /** Calls a function of a handle that asks. */
  ask(id: number, name: string, args: readonly unknown[]): unknown {
    return this.#handle(id, name, 'ask').ask(name, args);
  }

  /** Calls a function of a handle that releases. `close()` ends the handle, even when the call fails. */
  async release(id: number, name: string, args: readonly unknown[]): Promise<unknown> {
    const held = this.#handle(id, name, 'release');
    const releasing = held.release(name, args);
    if (name !== LAST_FUNCTION) return releasing;
    this.#handles.delete(id);
    await this.#track(held.settled());
    this.#init.counts.handles -= 1;
    return releasing;
  }

  /** The name of a handle, for messages. */
  nameOf(id: number): string {
    return this.#handles.get(id)?.name ?? 'handle';
  }

  /** Cancels and closes everything. Resolves when the adapter has done so. Never rejects. */
  async releaseAll(): Promise<void> {
    this.#isReleased = true;
    for (const { wait } of this.#events.values()) wait.unsubscribe();
    const handles = [...this.#handles.values()];
    this.#handles.clear();
    await Promise.all(
      handles.map(async (held) => {
        await this.#releaseCompletely(held);
        this.#init.counts.handles -= 1;
      }),
    );
    await Promise.allSettled(this.#underWay);
    await this.#signOut();
    // Events close after the handles, as core does it.
    for (const id of [...this.#events.keys()]) this.closeEvent(id);
    await this.#closeAdapter();
  }

  #handle(id: number, name: string, kind: 'ask' | 'release'): HeldHandle {
    const held = this.#handles.get(id);
    if (held === undefined) {
      throw new CollaborationError('CLOSED', `${name}: the handle is closed.`);
    }
    if (held.has(name, kind)) return held;
    throw new CollaborationError(
      'PROTOCOL',
      `${held.name} has no function ${name} that can be called so.`,
    );
  }

  async #make(
    operation: string,
    name: HandleName,
    call: () => PromiseLike<unknown>,
  ): Promise<number> {
    const held = new HeldHandle(name, (await call()) as Callable);
    if (this.#isReleased) {
      await this.#releaseCompletely(held);
      throw new CollaborationError('CLOSED', `${operation}: the client has gone.`);
    }
    this.#init.onHandedOut(held.releaseCount);
    this.#lastHandleId += 1;
    this.#handles.set(this.#lastHandleId, held);
    return this.#lastHandleId;
  }

  #releaseCompletely(held: HeldHandle): Promise<void> {
    return held.releaseCompletely((operation, error) =>
      this.#reportTeardownError(operation, error),
    );
  }

  async #track<T>(call: Promise<T>): Promise<T> {
    this.#underWay.add(call);
    try {
      return await call;
    } finally {
      this.#underWay.delete(call);
    }
  }

  /** Signs out of what the client's sign-ins have brought, unless another client needs it. */
  async #signOut(): Promise<void> {
    const stays = [...this.#stays.values()];
    this.#stays.clear();
    const { adapter } = this.#init;
    for (const stay of stays) {
      try {
        await signInsOf(adapter, visibilityOf(adapter)).leave(stay);
      } catch (error) {
        this.#reportTeardownError('visibility.signOut', error);
      }
    }
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
      // The host has closed its adapter already.
      if (isCollaborationError(error, 'NOT_INITIALIZED')) return;
      this.#reportTeardownError('close', error);
    }
  }

  #createEvent(operation: string, id: number): EventHandle {
    const { limits, counts, adapter, onHandedOut, onSignal, onEventClosed } = this.#init;
    if (counts.events >= limits.events) {
      throw limitReached(operation, limits.events, 'events at a time');
    }
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
    onHandedOut(1);
    return event;
  }

  #forgetEvent(id: number): void {
    if (this.#events.delete(id)) this.#init.counts.events -= 1;
  }

  #reportTeardownError(operation: string, error: unknown): void {
    this.#init.onTeardownError(toCollaborationError(operation, error));
  }
}

function visibilityOf({ name, visibility }: CollaborationAdapter): VisibilityFunctions {
  if (visibility !== undefined) return visibility;
  throw new CollaborationError(
    'NOT_SUPPORTED',
    `visibility.signIn: the ${name} adapter of the host has no such function.`,
  );
}
