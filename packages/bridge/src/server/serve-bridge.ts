import { type CollaborationAdapter, CollaborationError, type FunctionTable } from '@beckon/core';
import { asyncScheduler, throwError } from 'rxjs';
import type { BridgeChannel } from '../protocol/channel.ts';
import { Link, type LinkOptions } from '../protocol/link.ts';
import {
  type HostDescription,
  type HostFunctions,
  type MemberDescription,
  PROTOCOL_VERSION,
} from '../protocol/messages.ts';
import { type Allowed, AllowList, isTable } from './allow.ts';
import { declarationOf, describeMember, TABLES } from './declaration.ts';
import { type Callable, type HeldCounts, HeldResources } from './held-resources.ts';
import { type BridgeLimits, checkLimits, overLimit } from './limits.ts';
import { MessageRate } from './message-rate.ts';
import { checkPlainData } from './plain-data.ts';

export interface ServeBridgeOptions extends LinkOptions {
  /**
   * What the other side may call: function tables, and single functions of others. A function of a
   * table of which only others are allowed rejects with `NOT_AUTHORIZED`; so does all of
   * `invitations`, the table that every adapter has, when nothing of it is allowed.
   */
  readonly allow: readonly Allowed[];
  readonly limits?: Partial<BridgeLimits>;
  /** Hears of a handle or event that failed to close. Default: reported as RxJS reports an unhandled error. */
  readonly onTeardownError?: (error: CollaborationError) => void;
}

/** One client's connection, as the host sees it. */
export interface BridgeConnection {
  /** What the client has of the host now. */
  readonly held: { readonly calls: number; readonly handles: number; readonly events: number };
  /**
   * Resolves when the connection has ended, from either side, and all that the client held is
   * cancelled and closed. Waits for calls of the adapter that would still give a handle. Never rejects.
   */
  readonly ended: Promise<void>;
  /** Ends the connection; resolves with {@link ended}. */
  close(): Promise<void>;
}

/**
 * Offers `adapter` over `channel` to one client, until the channel ends.
 *
 * A client that is open has the adapter opened once; `open()` is counted, so an adapter that the host
 * has opened itself stays open when its clients leave, and one that it has not is open while there is
 * a client. When the client goes away, whichever way, its invitations are withdrawn, its handles,
 * registrations and events closed, and its `open()` is undone.
 *
 * @throws TypeError when `allow` names something that is not of the contract.
 * @throws RangeError when a limit is not a positive integer.
 */
export function serveBridge(
  adapter: CollaborationAdapter,
  channel: BridgeChannel,
  options: ServeBridgeOptions,
): BridgeConnection {
  return new HostConnection(adapter, channel, options);
}

class HostConnection implements BridgeConnection {
  readonly ended: Promise<void>;
  readonly #adapter: CollaborationAdapter;
  readonly #allow: AllowList;
  readonly #limits: BridgeLimits;
  readonly #rate: MessageRate;
  readonly #link: Link;
  readonly #newHeld: (after?: HeldResources) => HeldResources;
  readonly #onEnded: () => void;
  readonly #heldCounts: HeldCounts = { handles: 0, events: 0 };
  #held: HeldResources;
  #pendingCalls = 0;
  #isGreeted = false;

  constructor(adapter: CollaborationAdapter, channel: BridgeChannel, options: ServeBridgeOptions) {
    const { scheduler = asyncScheduler, onTeardownError = reportUnhandled } = options;
    this.#adapter = adapter;
    this.#allow = new AllowList(options.allow);
    this.#limits = checkLimits(options.limits);
    this.#rate = new MessageRate(this.#limits.messagesPerSecond, scheduler);
    this.#newHeld = (after) =>
      new HeldResources(
        {
          limits: this.#limits,
          counts: this.#heldCounts,
          adapter,
          onSignal: (id) => this.#link.notify('signal', id),
          onEventClosed: (id) => this.#link.notify('eventClosed', id),
          onTeardownError,
        },
        after,
      );
    this.#held = this.#newHeld();
    let onEnded: (() => void) | undefined;
    this.ended = new Promise((resolve) => {
      onEnded = resolve;
    });
    this.#onEnded = () => onEnded?.();
    this.#link = new Link({
      ...options,
      channel,
      admit: () => {
        this.#rate.count();
        return !this.#rate.isFlooded;
      },
      functions: {
        hello: (version) => this.#hello(version),
        open: () => this.#admit('open', () => this.#held.open()),
        call: (target, name, args) => this.#call(target, name, args),
        closeEvent: (id) => this.#held.closeEvent(id),
        // Never over a limit: it is what brings a client back under it.
        release: () => this.#counted(() => this.#release()),
        ping: () => undefined,
      } satisfies HostFunctions,
      onEnd: () => this.#end(),
    });
  }

  get held(): BridgeConnection['held'] {
    return { calls: this.#pendingCalls, ...this.#heldCounts };
  }

  async close(): Promise<void> {
    if (!this.#link.isEnded) {
      this.#link.close();
      this.#end();
    }
    return this.ended;
  }

  #end(): void {
    void this.#release().then(this.#onEnded);
  }

  #release(): Promise<void> {
    const held = this.#held;
    this.#held = this.#newHeld(held);
    return held.release();
  }

  #hello(version: number): HostDescription {
    if (version !== PROTOCOL_VERSION) {
      throw new CollaborationError(
        'NOT_SUPPORTED',
        `The host speaks version ${PROTOCOL_VERSION} of the bridge's protocol, and the client version ${String(version)}. Use the same version of @beckon/bridge on both sides.`,
      );
    }
    this.#isGreeted = true;
    return { version, name: this.#adapter.name, tables: this.#describeTables() };
  }

  #describeTables(): HostDescription['tables'] {
    const names = Object.keys(TABLES).filter(isTable);
    return Object.fromEntries(
      names.flatMap((table) => {
        const functions = this.#adapter[table];
        const members = Object.entries(declarationOf(table));
        const isOffered =
          table === 'invitations' || members.some(([member]) => this.#allow.has(table, member));
        if (functions === undefined || !isOffered) return [];
        const described = members.map(([member, declaration]): [string, MemberDescription] => [
          member,
          declaration === 'constant'
            ? { constant: (functions as unknown as Readonly<Record<string, unknown>>)[member] }
            : describeMember(declaration),
        ]);
        return [[table, Object.fromEntries(described)]];
      }),
    );
  }

  #call(target: unknown, name: unknown, args: unknown): Promise<unknown> {
    if (typeof name !== 'string' || !Array.isArray(args)) {
      throw new CollaborationError(
        'PROTOCOL',
        'A call must name its function, and list its arguments.',
      );
    }
    return this.#admit(name, () => {
      checkPlainData(name, args, this.#limits.messageBytes);
      // JSON has no undefined.
      const values = args.map((value: unknown) => value ?? undefined);
      return typeof target === 'number'
        ? this.#held.callHandle(target, name, values)
        : this.#callTable(String(target), name, values);
    });
  }

  /** Makes a call, unless the client is over a limit. */
  #admit<T>(operation: string, call: () => T | PromiseLike<T>): Promise<T> {
    const { pendingCalls, messagesPerSecond } = this.#limits;
    if (this.#rate.isOver) throw overLimit(operation, messagesPerSecond, 'messages a second');
    if (this.#pendingCalls >= pendingCalls) {
      throw overLimit(operation, pendingCalls, 'calls at a time');
    }
    return this.#counted(call);
  }

  async #counted<T>(call: () => T | PromiseLike<T>): Promise<T> {
    if (!this.#isGreeted) throw new CollaborationError('PROTOCOL', 'The first call must be hello.');
    this.#pendingCalls += 1;
    try {
      return await call();
    } finally {
      this.#pendingCalls -= 1;
    }
  }

  #callTable(table: string, name: string, args: readonly unknown[]): unknown {
    const functions = isTable(table) ? this.#adapter[table] : undefined;
    const declaration = isTable(table) ? ownMember(declarationOf(table), name) : undefined;
    if (functions === undefined || declaration === undefined || declaration === 'constant') {
      throw new CollaborationError(
        'NOT_SUPPORTED',
        `The ${this.#adapter.name} adapter of the host has no ${table}.${name}.`,
      );
    }
    if (!this.#allow.has(table as FunctionTable, name)) {
      throw new CollaborationError(
        'NOT_AUTHORIZED',
        `The host does not allow ${table}.${name} over this bridge; see allow of serveBridge.`,
      );
    }
    const held = this.#held;
    const { event, result } = declaration;
    const call = (): PromiseLike<unknown> => {
      const values = args.map((value, index) =>
        index === event && value !== undefined ? held.event(name, value) : value,
      );
      return (functions as unknown as Callable)[name]?.(...values) as PromiseLike<unknown>;
    };
    return result === undefined ? call() : held.make(name, result, call);
  }
}

function ownMember<T>(members: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

// RxJS reports an error that reaches a subscriber without an error handler; it exports no other way in.
function reportUnhandled(error: unknown): void {
  throwError(() => error).subscribe();
}
