import { type CollaborationError, type RuntimeOptions, toCollaborationError } from '@beckon/core';
import {
  defer,
  first,
  merge,
  NEVER,
  type Observable,
  repeat,
  retry,
  Subject,
  type Subscription,
  switchMap,
  timer,
} from 'rxjs';
import { type BridgeState, bridgeResult, type UseBridgeResult } from './bridge-result.ts';
import { collaborationErrorOf } from './collaboration-error-of.ts';
import { Lifetime } from './lifetime.ts';
import { connectedAgain, type ReconnectingAdapter } from './reconnecting-adapter.ts';
import { SnapshotSubject } from './snapshot-source.ts';

/** How a provider connects. */
export interface BridgeConnectionOptions extends RuntimeOptions {
  readonly connect: () => PromiseLike<ReconnectingAdapter>;
  readonly retryMs: number;
}

/** What a provider shows: how the connection stands, and the adapter from the first one on. */
export interface BridgeSnapshot {
  readonly bridge: UseBridgeResult;
  readonly adapter: ReconnectingAdapter | undefined;
}

/** Codes of failures that another attempt meets again. */
const REFUSALS: readonly CollaborationError['code'][] = [
  'NOT_AUTHORIZED',
  'NOT_SUPPORTED',
  'INVALID_ARGUMENT',
];

/** Connects with a host, holds the adapter open, and connects again, until its provider is removed. */
export class BridgeConnection {
  readonly snapshot: SnapshotSubject<BridgeSnapshot>;
  readonly lifetime = new Lifetime(() => void this.#end());
  readonly #retry$ = new Subject<void>();
  #options: BridgeConnectionOptions;
  #running: Subscription | undefined;
  /** The attempt that is under way. Never rejects. */
  #attempt: PromiseLike<unknown> | undefined;
  /** From the first connection on. */
  #adapter: ReconnectingAdapter | undefined;
  #isOpen = false;

  constructor(options: BridgeConnectionOptions) {
    this.#options = options;
    this.snapshot = new SnapshotSubject<BridgeSnapshot>({
      bridge: this.#resultOf('connecting'),
      adapter: undefined,
    });
  }

  /** Sets how the next attempt is made. */
  configure(options: BridgeConnectionOptions): void {
    this.#options = options;
  }

  /** Begins to connect, unless that has begun. */
  start(): void {
    this.#running ??= defer(() => this.#connectOnce())
      .pipe(
        switchMap((adapter) => {
          this.#show('connected');
          return adapter.isConnected$.pipe(first((isConnected) => !isConnected));
        }),
        repeat({
          delay: () => {
            this.#show('away');
            return merge(this.#retry$, this.#nextChance());
          },
        }),
        retry({
          delay: (thrown: unknown) => {
            const error = collaborationErrorOf('BridgeProvider', thrown);
            const isRefused = REFUSALS.includes(error.code);
            this.#show(isRefused ? 'refused' : 'away', error);
            return merge(this.#retry$, isRefused ? NEVER : this.#nextChance());
          },
        }),
      )
      .subscribe();
  }

  /** When to try again by itself: after a while, or when a call of the app has connected meanwhile. */
  #nextChance(): Observable<unknown> {
    const { retryMs, scheduler } = this.#options;
    return merge(timer(retryMs, scheduler), connectedAgain(this.#adapter));
  }

  #connectOnce(): Promise<ReconnectingAdapter> {
    const attempt = this.#openAdapter();
    this.#attempt = attempt.catch(() => undefined);
    return attempt;
  }

  async #openAdapter(): Promise<ReconnectingAdapter> {
    const adapter = (this.#adapter ??= await this.#options.connect());
    await adapter.open();
    // open() connects again, and is counted: one is enough.
    if (this.#isOpen) await adapter.close();
    this.#isOpen = true;
    return adapter;
  }

  async #end(): Promise<void> {
    this.#running?.unsubscribe();
    await this.#attempt;
    if (!this.#isOpen) return;
    try {
      await this.#adapter?.close();
    } catch (thrown) {
      this.#options.onTeardownError?.(toCollaborationError('BridgeProvider', thrown));
    }
  }

  #show(state: BridgeState, error?: CollaborationError): void {
    const adapter = this.#isOpen ? this.#adapter : undefined;
    this.snapshot.set({ bridge: this.#resultOf(state, error), adapter });
  }

  #resultOf(state: BridgeState, error?: CollaborationError): UseBridgeResult {
    return bridgeResult({ state, error, retry: this.#retryNow });
  }

  readonly #retryNow = (): void => this.#retry$.next();
}
