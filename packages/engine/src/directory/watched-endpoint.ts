import type { CollaborationErrorCode, CollaborationEvent, Contact, Endpoint } from '@beckon/core';
import type { Deadlines } from '../deadlines.ts';
import { PeerFollower, type PeerPlace, type PeerRoutes } from './peer-follower.ts';
import { offline, type PeerChange, type PeerState, type SeenEndpoint } from './peer-state.ts';

export interface WatchedEndpointInit {
  readonly place: PeerPlace;
  readonly routes: PeerRoutes;
  readonly contactOf: (peerName: string) => Contact;
  readonly emit: (event: CollaborationEvent) => void;
  readonly deadlines: Deadlines;
  /** Nobody needs this endpoint any more. */
  readonly onUnused: () => void;
}

/**
 * The data of one endpoint. It is kept current while there are subscriptions; otherwise it is that of the last
 * refresh.
 */
export class WatchedEndpoint {
  readonly #init: WatchedEndpointInit;
  readonly #follower: PeerFollower;
  #subscriptions = 0;
  /** Refreshes that have no result yet. */
  #refreshes = 0;
  /** Subscriptions and refreshes that have no result yet. Each is told one result. */
  #requests = 0;
  #current: SeenEndpoint | undefined;
  #snapshot: SeenEndpoint | undefined;

  constructor(init: WatchedEndpointInit) {
    this.#init = init;
    const { place, routes, deadlines } = init;
    this.#follower = new PeerFollower({
      places: () => [place],
      routes,
      deadlines,
      listener: {
        onShown: (state) => this.#show(state),
        onChange: (change, state) => this.#change(change, state),
        onGone: (code) => this.#fail(code),
      },
    });
  }

  /** The data that is at hand. */
  get seen(): SeenEndpoint | undefined {
    return this.#current ?? this.#snapshot;
  }

  /** Whether the endpoint is kept current. */
  get isSubscribed(): boolean {
    return this.#subscriptions > 0;
  }

  /** Whether the endpoint is in use, and the peer is or was there. */
  concerns(peerName: string): boolean {
    return !this.#follower.isStopped && this.#follower.peerName === peerName;
  }

  /** Returns `true` for the first subscription. */
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
    if (this.#follower.isStopped) this.#init.onUnused();
  }

  /** The adapter is being closed. */
  close(): void {
    this.#follower.stop();
  }

  /** Asks for a result: the state that is here, or that of an attempt which begins now. */
  #request(): void {
    this.#requests += 1;
    if (this.#follower.isShown && this.#current !== undefined) this.#show(this.#current.state);
    else this.#follower.follow();
  }

  #show(state: PeerState): void {
    const wasShown = isOnline(this.#current);
    const seen = this.#seen(state);
    if (this.#refreshes > 0) this.#snapshot = { ...seen, state: state.copy() };
    this.#refreshes = 0;
    if (this.isSubscribed) this.#current = seen;
    this.#report(!wasShown);
    if (!this.isSubscribed) this.#rest();
  }

  #change(change: PeerChange, state: PeerState): void {
    if (!this.isSubscribed) return;
    this.#current = this.#seen(state);
    const { endpoint, contact } = this.#current;
    this.#init.emit({ endpoint, contact, ...change });
  }

  #fail(code: CollaborationErrorCode): void {
    this.#refreshes = 0;
    const current = this.#current;
    const wasShown = isOnline(current);
    if (wasShown && current !== undefined) {
      this.#current = offline(current);
      const { endpoint, contact, state } = this.#current;
      const change = { change: 'updated', presence: state.presence, endpoint, contact } as const;
      this.#init.emit({ type: 'endpointPresenceChanged', ...change });
    }
    this.#report(wasShown, code);
    if (!this.isSubscribed) this.#rest();
  }

  /** Tells each request its result, and each subscription that the data has changed. */
  #report(hasChanged: boolean, error?: CollaborationErrorCode): void {
    const isNews = hasChanged && this.isSubscribed;
    const results = Math.max(this.#requests, isNews ? 1 : 0);
    this.#requests = 0;
    const { place, emit } = this.#init;
    const endpoint = this.seen?.endpoint ?? { address: place.address };
    for (let count = 0; count < results; count++) {
      emit({ type: 'requestStatusChanged', endpoint, ...(error === undefined ? {} : { error }) });
    }
  }

  #seen(state: PeerState): SeenEndpoint {
    const { place, contactOf } = this.#init;
    const { name } = state;
    const endpoint: Endpoint = {
      address: place.address,
      ...(name === undefined ? {} : { name }),
    };
    return { endpoint, contact: contactOf(this.#follower.peerName ?? ''), state };
  }

  /** Stops following: nobody asks any more. */
  #rest(): void {
    this.#follower.stop();
    this.#requests = 0;
    if (this.#snapshot === undefined) this.#init.onUnused();
  }
}

function isOnline(seen: SeenEndpoint | undefined): boolean {
  return seen !== undefined && seen.state.presence.status !== 'offline';
}
