import { CollaborationError, toCollaborationError } from '@beckon/core';
import { type CollaborationAdapter, reportUnhandled } from '@beckon/core/adapter';
import { asyncScheduler, firstValueFrom, race, type SchedulerLike, timer } from 'rxjs';
import type { MessagePipe } from '../protocol/message-pipe.ts';
import {
  type HostDescription,
  type HostFunctions,
  PROTOCOL_VERSION,
} from '../protocol/messages.ts';
import { RemoteCalls } from '../protocol/remote-calls.ts';
import { type AllowList, isTable } from './allow.ts';
import { checkArguments } from './argument-check.ts';
import { declarationOf } from './declaration.ts';
import { describeTables } from './describe-tables.ts';
import type { Callable } from './held-handle.ts';
import { type HeldCounts, HeldResources } from './held-resources.ts';
import { type BridgeLimits, limitReached } from './limits.ts';
import { MessageRate } from './message-rate.ts';
import type { BridgeConnection, ServeBridgeOptions } from './serve-bridge.ts';

/** How long a client that closes waits for its calls under way, in milliseconds. */
const CLOSE_GRACE_MS = 1_000;

/** {@link ServeBridgeOptions} after the checks. */
export interface CheckedOptions extends Omit<ServeBridgeOptions, 'allow' | 'limits'> {
  readonly allow: AllowList;
  readonly limits: BridgeLimits;
}

/** The host's side of the connection with one client. */
export class HostConnection implements BridgeConnection {
  readonly ended: Promise<void>;
  readonly #adapter: CollaborationAdapter;
  readonly #allow: AllowList;
  readonly #limits: BridgeLimits;
  readonly #rate: MessageRate;
  readonly #calls: RemoteCalls;
  readonly #newHeld: (before?: HeldResources) => HeldResources;
  readonly #onEnded: () => void;
  readonly #heldCounts: HeldCounts = { handles: 0, events: 0 };
  readonly #scheduler: SchedulerLike;
  readonly #underWay = new Set<Promise<unknown>>();
  #held: HeldResources;
  #isGreeted = false;

  constructor(adapter: CollaborationAdapter, pipe: MessagePipe, options: CheckedOptions) {
    const { scheduler = asyncScheduler, onTeardownError = reportUnhandled } = options;
    this.#adapter = adapter;
    this.#scheduler = scheduler;
    this.#allow = options.allow;
    this.#limits = options.limits;
    this.#rate = new MessageRate(this.#limits, scheduler);
    this.#newHeld = (before) =>
      new HeldResources(
        {
          limits: this.#limits,
          counts: this.#heldCounts,
          adapter,
          onHandedOut: (releases) => this.#rate.handOut(releases),
          onSignal: (id) => this.#calls.notify('signal', id),
          onEventClosed: (id) => this.#calls.notify('eventClosed', id),
          onTeardownError,
        },
        before,
      );
    this.#held = this.#newHeld();
    let onEnded: (() => void) | undefined;
    this.ended = new Promise((resolve) => {
      onEnded = resolve;
    });
    this.#onEnded = () => onEnded?.();
    this.#calls = new RemoteCalls({
      ...options,
      pipe,
      admit: (calledFunction) => this.#rate.admit(calledFunction),
      functions: {
        hello: (version) => this.#hello(version),
        open: () => this.#admitted('open', () => this.#held.open()),
        call: (target, name, args) => this.#call(target, name, args),
        release: (id, name, args) => this.#release(id, name, args),
        closeEvent: (id) => this.#held.closeEvent(id),
        releaseAll: () => this.#leave(),
        ping: () => undefined,
      } satisfies HostFunctions,
      onEnd: () => this.#end(),
    });
  }

  get held(): BridgeConnection['held'] {
    return { calls: this.#underWay.size, ...this.#heldCounts };
  }

  async close(): Promise<void> {
    if (!this.#calls.isEnded) {
      this.#calls.close();
      this.#end();
    }
    return this.ended;
  }

  #end(): void {
    void this.#releaseAll().then(this.#onEnded);
  }

  /** Releases everything for a client that closes, and waits a moment for its calls under way. */
  async #leave(): Promise<void> {
    const underWay = [...this.#underWay];
    await this.#counted(() => this.#releaseAll());
    if (underWay.length === 0) return;
    const grace$ = timer(CLOSE_GRACE_MS, this.#scheduler);
    await firstValueFrom(race(Promise.allSettled(underWay), grace$));
  }

  #releaseAll(): Promise<void> {
    const held = this.#held;
    this.#held = this.#newHeld(held);
    return held.releaseAll();
  }

  #hello(version: number): HostDescription {
    if (version !== PROTOCOL_VERSION) {
      throw new CollaborationError(
        'NOT_SUPPORTED',
        `bridgeAdapter: the host speaks version ${PROTOCOL_VERSION} of the bridge's protocol, and the client version ${String(version)}. Use the same version of @beckon/bridge on both sides.`,
      );
    }
    this.#isGreeted = true;
    const tables = describeTables(this.#adapter, this.#allow);
    return { version, name: this.#adapter.name, tables };
  }

  #call(target: string | number, name: string, args: readonly unknown[]): Promise<unknown> {
    checkForm(name, args);
    const of = typeof target === 'number' ? this.#held.nameOf(target) : target;
    const operation = `${of}.${name}`;
    return this.#admitted(operation, () => {
      const values = this.#received(operation, args);
      return typeof target === 'number'
        ? this.#held.ask(target, name, values)
        : this.#callTable(target, name, values);
    });
  }

  /** No limit refuses a release. The limit of handles bounds the releases that wait at the adapter. */
  async #release(id: number, name: string, args: readonly unknown[]): Promise<unknown> {
    checkForm(name, args);
    this.#checkGreeted();
    const operation = `${this.#held.nameOf(id)}.${name}`;
    return namingFailures(operation, () =>
      this.#held.release(id, name, this.#received(operation, args)),
    );
  }

  /** Runs a call that a limit can refuse. */
  #admitted<T>(operation: string, call: () => T | PromiseLike<T>): Promise<T> {
    const { pendingCalls, callsPerSecond } = this.#limits;
    if (!this.#rate.admitCall()) throw limitReached(operation, callsPerSecond, 'calls a second');
    if (this.#underWay.size >= pendingCalls) {
      throw limitReached(operation, pendingCalls, 'calls at a time');
    }
    return this.#counted(() => namingFailures(operation, call));
  }

  #counted<T>(call: () => Promise<T>): Promise<T> {
    this.#checkGreeted();
    const underWay = call().finally(() => this.#underWay.delete(underWay));
    this.#underWay.add(underWay);
    return underWay;
  }

  #checkGreeted(): void {
    if (this.#isGreeted) return;
    throw new CollaborationError('PROTOCOL', 'The first call must be hello.');
  }

  /** The arguments for the adapter. */
  #received(operation: string, args: readonly unknown[]): readonly unknown[] {
    checkArguments(operation, args, this.#limits.messageBytes);
    // JSON has no undefined.
    return args.map((value) => value ?? undefined);
  }

  #callTable(table: string, name: string, args: readonly unknown[]): unknown {
    const operation = `${table}.${name}`;
    const functions = isTable(table) ? this.#adapter[table] : undefined;
    const declaration = isTable(table) ? ownMember(declarationOf(table), name) : undefined;
    if (!isTable(table) || functions === undefined || typeof declaration !== 'object') {
      throw new CollaborationError(
        'NOT_SUPPORTED',
        `${operation}: the ${this.#adapter.name} adapter of the host has no such function.`,
      );
    }
    if (!this.#allow.has(table, name)) {
      throw new CollaborationError(
        'NOT_AUTHORIZED',
        `${operation}: the host does not allow this over the bridge; see its option allow.`,
      );
    }
    const held = this.#held;
    const { event, handle } = declaration;
    if (operation === 'visibility.signIn') return held.signIn(args[0] as 'all');
    const call = (): PromiseLike<unknown> => {
      const values = args.map((value, index) =>
        index === event && value !== undefined ? held.event(operation, value) : value,
      );
      return (functions as unknown as Callable)[name]?.(...values) as PromiseLike<unknown>;
    };
    return handle === undefined ? call() : held.make(operation, handle, call);
  }
}

/** Checks the form of a call, as the client may run any program. */
function checkForm(name: unknown, args: unknown): void {
  if (typeof name === 'string' && Array.isArray(args)) return;
  throw new CollaborationError(
    'PROTOCOL',
    'A call must name its function, and list its arguments.',
  );
}

/** Makes every failure a `CollaborationError` that names the operation. */
async function namingFailures<T>(operation: string, call: () => T | PromiseLike<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toCollaborationError(operation, error);
  }
}

function ownMember<T>(members: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
