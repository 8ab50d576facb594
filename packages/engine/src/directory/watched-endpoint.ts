import {
  type CollaborationErrorCode,
  type CollaborationEvent,
  type Contact,
  type Endpoint,
  isCollaborationError,
} from '@beckon/core';
import { type Observable, of, Subscription } from 'rxjs';
import type { CancelDeadline, Deadlines } from '../deadlines.ts';
import type { DialTarget } from '../transport.ts';
import { type PeerChange, PeerState, type SeenEndpoint } from './peer-state.ts';
import type { PeerWatch } from './peer-watch.ts';

/** The first new attempt comes after about this time, and each later one after twice as much. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/** How to reach those who are watched. */
export interface PeerRoutes {
  /** The watch over an open link with the target. */
  find(target: DialTarget): PeerWatch | undefined;
  /** Emits the watch over a link with the target, and completes. Errors when it cannot be reached. */
  dial(target: DialTarget): Observable<PeerWatch>;
}

export interface WatchedEndpointInit {
  readonly address: string;
  readonly target: DialTarget;
  readonly routes: PeerRoutes;
  readonly contactOf: (peerName: string) => Contact;
  readonly emit: (event: CollaborationEvent) => void;
  readonly deadlines: Deadlines;
  /** Nothing of it is needed any more. */
  readonly onUnused: () => void;
}

/**
 * What this side knows of one endpoint, by its address: kept current while there are subscriptions, and as
 * it was at the last refresh. While there are subscriptions, an endpoint that is lost is tried again.
 */
export class WatchedEndpoint {
  readonly #init: WatchedEndpointInit;
  #subscriptions = 0;
  /** Refreshes that have no result yet. */
  #refreshes = 0;
  /** Subscriptions and refreshes that have no result yet: each is told one. */
  #requests = 0;
  #current: SeenEndpoint | undefined;
  #snapshot: SeenEndpoint | undefined;
  #phase: 'unused' | 'asking' | 'shown' | 'hidden' | 'lost' = 'unused';
  #peerName: string | undefined;
  #failures = 0;
  #dialling: Subscription | undefined;
  #listening: Subscription | undefined;
  #cancelRetry: CancelDeadline | undefined;

  constructor(init: WatchedEndpointInit) {
    this.#init = init;
    this.#peerName = init.target.peerName;
  }

  /** What is at hand. */
  get seen(): SeenEndpoint | undefined {
    return this.#current ?? this.#snapshot;
  }

  /** Whether a peer is, or was, at the endpoint, which is in use. */
  concerns(peerName: string): boolean {
    return this.#peerName === peerName && this.#phase !== 'unused';
  }

  /** @returns whether this is the first subscription. */
  subscribe(): boolean {
    this.#subscriptions += 1;
    if (this.#subscriptions > 1) return false;
    this.#request();
    return true;
  }

  unsubscribe(): void {
    this.#subscriptions -= 1;
    if (this.#subscriptions > 0) return;
    this.#current = undefined;
    this.#requests = Math.min(this.#requests, this.#refreshes);
    if (this.#refreshes === 0) this.#rest();
  }

  refresh(): void {
    this.#refreshes += 1;
    this.#request();
  }

  dropSnapshot(): void {
    this.#snapshot = undefined;
    if (this.#phase === 'unused') this.#init.onUnused();
  }

  /** The adapter is closed. */
  close(): void {
    this.#stop();
    this.#phase = 'unused';
  }

  /** Somebody wants a result: the state that is here, or that of an attempt, which begins now. */
  #request(): void {
    this.#requests += 1;
    if (this.#phase === 'shown' && this.#current !== undefined) this.#show(this.#current.state);
    else if (this.#phase !== 'asking') this.#begin();
  }

  #begin(): void {
    this.#stop();
    this.#phase = 'asking';
    const { routes, target } = this.#init;
    const found = routes.find(target);
    this.#dialling = (found === undefined ? routes.dial(target) : of(found)).subscribe({
      next: (watch) => this.#listenTo(watch),
      error: (error: unknown) => this.#lose(error),
    });
  }

  #listenTo(watch: PeerWatch): void {
    this.#peerName = watch.peerName;
    // The listener may be told something at once, and stop then.
    const listening = new Subscription();
    this.#listening = listening;
    listening.add(
      watch.listen({
        onShown: (state) => this.#show(state),
        onChange: (change, state) => this.#change(change, state),
        onHidden: () => {
          this.#phase = 'hidden';
          this.#fail();
        },
        onLost: () => this.#lose(),
      }),
    );
  }

  #show(state: PeerState): void {
    const isNew = this.#phase !== 'shown';
    this.#phase = 'shown';
    this.#failures = 0;
    const seen = this.#seen(state);
    if (this.#refreshes > 0) this.#snapshot = { ...seen, state: state.copy() };
    this.#refreshes = 0;
    if (this.#subscriptions > 0) this.#current = seen;
    this.#report(isNew);
    if (this.#subscriptions === 0) this.#rest();
  }

  #change(change: PeerChange, state: PeerState): void {
    if (this.#subscriptions === 0) return;
    this.#current = this.#seen(state);
    const { endpoint, contact } = this.#current;
    this.#init.emit({ ...change, endpoint, contact });
  }

  #lose(error?: unknown): void {
    this.#stop();
    this.#phase = 'lost';
    const code = isCollaborationError(error) ? error.code : 'UNREACHABLE';
    this.#fail(code);
    if (this.#subscriptions === 0) return;
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    // Those who have lost the same peer do not all come back in one moment.
    const delayMs = longest * (0.5 + Math.random() / 2);
    this.#cancelRetry = this.#init.deadlines.add(delayMs, () => this.#begin());
  }

  #fail(code: CollaborationErrorCode = 'UNREACHABLE'): void {
    this.#refreshes = 0;
    const current = this.#current;
    const wasShown = current !== undefined && current.state.presence.status !== 'offline';
    if (wasShown) {
      const { endpoint, contact } = current;
      const state = new PeerState();
      state.name = current.state.name;
      state.presence = { status: 'offline' };
      this.#current = { endpoint, contact, state };
      const { presence } = state;
      const type = 'endpointPresenceChanged';
      this.#init.emit({ type, change: 'updated', presence, endpoint, contact });
    }
    this.#report(wasShown, code);
    if (this.#subscriptions === 0) this.#rest();
  }

  /** Tells each request its result, and the subscriptions that it has changed. */
  #report(hasChanged: boolean, error?: CollaborationErrorCode): void {
    const isNews = hasChanged && this.#subscriptions > 0;
    const results = Math.max(this.#requests, isNews ? 1 : 0);
    this.#requests = 0;
    const { address, emit } = this.#init;
    const endpoint = this.#current?.endpoint ?? this.#snapshot?.endpoint ?? { address };
    for (let count = 0; count < results; count++) {
      emit({ type: 'requestStatusChanged', endpoint, ...(error === undefined ? {} : { error }) });
    }
  }

  #seen(state: PeerState): SeenEndpoint {
    const { address, contactOf } = this.#init;
    const { name } = state;
    const endpoint: Endpoint = { address, ...(name === undefined ? {} : { name }) };
    return { endpoint, contact: contactOf(this.#peerName ?? ''), state };
  }

  /** Nobody wants to know more. */
  #rest(): void {
    this.#stop();
    this.#phase = 'unused';
    this.#requests = 0;
    if (this.#snapshot === undefined) this.#init.onUnused();
  }

  #stop(): void {
    this.#dialling?.unsubscribe();
    this.#dialling = undefined;
    this.#listening?.unsubscribe();
    this.#listening = undefined;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }
}
