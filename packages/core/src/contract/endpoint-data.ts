import type { Endpoint } from './endpoint.ts';

/**
 * A subscription that keeps the data of one endpoint current. Closing the handle or the adapter ends
 * it.
 */
export interface EndpointSubscription {
  /**
   * Whether this is the first subscription of the endpoint. False after `PEER_S_SUBSCRIPTION_EXISTS`:
   * the data is at hand already.
   */
  isNew(): PromiseLike<boolean>;
  /**
   * Drops the subscription, once (`PeerCollabUnsubscribeEndpointData`). The endpoint's last subscription
   * drops the data too.
   */
  close(): PromiseLike<void>;
}

/**
 * Presence, applications and objects of an endpoint can be read once its data is at hand. None of the
 * functions needs signing in.
 */
export interface EndpointDataFunctions {
  /**
   * Asks for one snapshot (`PeerCollabRefreshEndpointData`). The snapshot is at hand when a
   * `requestStatusChanged` event names the endpoint.
   */
  refresh(endpoint: Endpoint): PromiseLike<void>;
  /** Drops the snapshot (`PeerCollabDeleteEndpointData`). */
  delete(endpoint: Endpoint): PromiseLike<void>;
  /**
   * Keeps the data current (`PeerCollabSubscribeEndpointData`). The data is at hand when a
   * `requestStatusChanged` event names the endpoint.
   */
  subscribe(endpoint: Endpoint): PromiseLike<EndpointSubscription>;
  /**
   * The card of the contact at `endpoint` (`PeerCollabQueryContactData`). Rejects with `NOT_FOUND`
   * when no data is at hand.
   */
  contactCard(endpoint: Endpoint): PromiseLike<string>;
}
