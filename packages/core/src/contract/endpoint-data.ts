import type { Endpoint } from './endpoint.ts';

/** Keeps the data of one endpoint current. It ends when this is closed, or when the adapter is. */
export interface EndpointSubscription {
  /** Whether it began with this subscription. False after `PEER_S_SUBSCRIPTION_EXISTS`: the data is at hand already. */
  isNew(): PromiseLike<boolean>;
  /** Drops the subscription, once (`PeerCollabUnsubscribeEndpointData`). The data goes with the last one of its endpoint. */
  close(): PromiseLike<void>;
}

/**
 * Presence, applications and objects of an endpoint can be read once its data is at hand. None of the
 * functions needs signing in.
 */
export interface EndpointDataFunctions {
  /** Asks for one snapshot (`PeerCollabRefreshEndpointData`). Done when a `requestStatusChanged` event names the endpoint. */
  refresh(endpoint: Endpoint): PromiseLike<void>;
  /** Drops the snapshot (`PeerCollabDeleteEndpointData`). */
  delete(endpoint: Endpoint): PromiseLike<void>;
  /** Keeps the data current (`PeerCollabSubscribeEndpointData`). At hand when a `requestStatusChanged` event names the endpoint. */
  subscribe(endpoint: Endpoint): PromiseLike<EndpointSubscription>;
  /** The contact card of whoever is at `endpoint` (`PeerCollabQueryContactData`). Rejects with `NOT_FOUND` when no data is at hand. */
  contactCard(endpoint: Endpoint): PromiseLike<string>;
}
