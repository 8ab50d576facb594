import type { CollaborationEvent, Contact } from '@beckon/core';
import type { Deadlines } from '../deadlines.ts';
import { PeerFollower, type PeerPlace, type PeerRoutes } from './peer-follower.ts';
import { offline, type PeerChange, type PeerState, type SeenEndpoint } from './peer-state.ts';

export interface WatchedContactInit {
  /** The places where the contact may be now, the best first. */
  readonly places: () => readonly PeerPlace[];
  readonly contact: () => Contact;
  readonly routes: PeerRoutes;
  /** Whether an app has subscribed to the endpoint itself, and hears of its changes already. */
  readonly isSubscribed: (address: string) => boolean;
  readonly emit: (event: CollaborationEvent) => void;
  readonly deadlines: Deadlines;
}

/** The data of a watched contact, wherever the contact is. */
export class WatchedContact {
  readonly #init: WatchedContactInit;
  readonly #follower: PeerFollower;
  #seen: SeenEndpoint | undefined;

  constructor(init: WatchedContactInit) {
    this.#init = init;
    const { places, routes, deadlines } = init;
    this.#follower = new PeerFollower({
      places,
      routes,
      deadlines,
      listener: {
        onShown: (state) => this.#show(state),
        onChange: (change, state) => this.#change(change, state),
        onGone: () => this.#end(),
      },
    });
  }

  /** The data that is at hand. */
  get seen(): SeenEndpoint | undefined {
    return this.#seen;
  }

  /** Whether the contact has been reached, and shows itself. */
  get isThere(): boolean {
    return this.#follower.isShown;
  }

  /** Tries to reach the contact now, unless it has been reached. */
  follow(): void {
    this.#follower.follow();
  }

  stop(): void {
    this.#follower.stop();
    this.#seen = undefined;
  }

  #show(state: PeerState): void {
    this.#seen = this.#seenIn(state);
    this.#tellAll(this.#seen);
  }

  #change(change: PeerChange, state: PeerState): void {
    this.#seen = this.#seenIn(state);
    const { endpoint, contact } = this.#seen;
    if (this.#init.isSubscribed(endpoint.address)) return;
    this.#init.emit({ endpoint, contact, ...change });
  }

  #end(): void {
    if (this.#seen === undefined || this.#seen.state.presence.status === 'offline') return;
    this.#seen = offline(this.#seen);
    this.#tellAll(this.#seen);
  }

  #tellAll({ endpoint, contact, state }: SeenEndpoint): void {
    const { presence } = state;
    this.#init.emit({ type: 'endpointChanged', endpoint, contact });
    const change = { change: 'updated', presence, endpoint, contact } as const;
    this.#init.emit({ type: 'endpointPresenceChanged', ...change });
  }

  #seenIn(state: PeerState): SeenEndpoint {
    const { name } = state;
    const address = this.#follower.address ?? '';
    const endpoint = { address, ...(name === undefined ? {} : { name }) };
    return { endpoint, contact: this.#init.contact(), state };
  }
}
