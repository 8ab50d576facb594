import type { PeerPlace } from './peer-follower.ts';
import type { SeenEndpoint } from './peer-state.ts';
import { WatchedEndpoint, type WatchedEndpointInit } from './watched-endpoint.ts';

export type WatchedEndpointsInit = Omit<WatchedEndpointInit, 'place' | 'onUnused'>;

/** The endpoints that this side watches, or has refreshed, by their address. */
export class WatchedEndpoints {
  readonly #init: WatchedEndpointsInit;
  readonly #endpoints = new Map<string, WatchedEndpoint>();

  constructor(init: WatchedEndpointsInit) {
    this.#init = init;
  }

  find(address: string): SeenEndpoint | undefined {
    return this.#endpoints.get(address)?.seen;
  }

  isSubscribed(address: string): boolean {
    return this.#endpoints.get(address)?.isSubscribed ?? false;
  }

  /** Whether this side watches an endpoint of the peer. */
  concern(peerName: string): boolean {
    for (const endpoint of this.#endpoints.values()) if (endpoint.concerns(peerName)) return true;
    return false;
  }

  at(place: PeerPlace): WatchedEndpoint {
    const { address } = place;
    const known = this.#endpoints.get(address);
    if (known !== undefined) return known;
    const endpoint: WatchedEndpoint = new WatchedEndpoint({
      ...this.#init,
      place,
      onUnused: () => {
        if (this.#endpoints.get(address) === endpoint) this.#endpoints.delete(address);
      },
    });
    this.#endpoints.set(address, endpoint);
    return endpoint;
  }

  dropSnapshot(address: string): void {
    this.#endpoints.get(address)?.dropSnapshot();
  }

  close(): void {
    for (const endpoint of this.#endpoints.values()) endpoint.close();
    this.#endpoints.clear();
  }
}
