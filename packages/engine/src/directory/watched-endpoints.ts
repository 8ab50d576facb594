import { CollaborationError } from '@beckon/core';
import type { DialTarget } from '../transport.ts';
import type { SeenEndpoint } from './peer-state.ts';
import { WatchedEndpoint, type WatchedEndpointInit } from './watched-endpoint.ts';

export type WatchedEndpointsInit = Omit<WatchedEndpointInit, 'address' | 'target' | 'onUnused'>;

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

  /** @throws CollaborationError with `NOT_FOUND` when no data is at hand. */
  get(operation: string, address: string): SeenEndpoint {
    const seen = this.find(address);
    if (seen !== undefined) return seen;
    throw new CollaborationError(
      'NOT_FOUND',
      `${operation}: no data of ${address} is at hand. Call endpointData.subscribe() or refresh() first.`,
    );
  }

  /** Whether this side wants to know of a peer. */
  concern(peerName: string): boolean {
    for (const endpoint of this.#endpoints.values()) if (endpoint.concerns(peerName)) return true;
    return false;
  }

  at(address: string, target: DialTarget): WatchedEndpoint {
    const known = this.#endpoints.get(address);
    if (known !== undefined) return known;
    const endpoint: WatchedEndpoint = new WatchedEndpoint({
      ...this.#init,
      address,
      target,
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
