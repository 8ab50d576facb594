import type { Endpoint } from '../domain/endpoint.ts';

/** Presence, applications and objects of an endpoint can be read once its data is at hand. */
export interface EndpointDataFunctions {
  /** Asks for one snapshot (`PeerCollabRefreshEndpointData`). Done when a `requestStatusChanged` event names the endpoint. */
  refresh(endpoint: Endpoint): PromiseLike<void>;
  /** Drops the snapshot (`PeerCollabDeleteEndpointData`). */
  delete(endpoint: Endpoint): PromiseLike<void>;
  /** Keeps the data current (`PeerCollabSubscribeEndpointData`); counted. `isNew` is false after `PEER_S_SUBSCRIPTION_EXISTS`. */
  subscribe(endpoint: Endpoint): PromiseLike<{ readonly isNew: boolean }>;
  /** Drops one subscription (`PeerCollabUnsubscribeEndpointData`). */
  unsubscribe(endpoint: Endpoint): PromiseLike<void>;
  /** The contact card of whoever is at `endpoint`; without it one's own (`PeerCollabQueryContactData`). */
  contactCard(endpoint?: Endpoint): PromiseLike<string>;
  /** What this endpoint is called (`PeerCollabGetEndpointName`). */
  name(): PromiseLike<string>;
  /** Calls this endpoint something else (`PeerCollabSetEndpointName`). */
  setName(name: string): PromiseLike<void>;
}
