/*
 * The data of other endpoints: snapshots that PeerCollabRefreshEndpointData,
 * PeerCollabSubscribeEndpointData and PeerCollabEnumEndpoints make available.
 * Callers hold the state lock.
 */
#pragma once

#include "list.h"
#include "shapes.h"

/* Returns NULL when no data is available. */
const REFERENCE_P2P_PEER *endpoint_data_of(const PEER_ENDPOINT *endpoint);

/* Tells subscribers the differences. `now` is NULL for a peer that is gone. */
void endpoint_data_peer_changed(const PEER_ENDPOINT *endpoint, const REFERENCE_P2P_PEER *now);

/* Keeps a snapshot of the peer available until it is deleted. */
HRESULT endpoint_data_keep(const PEER_ENDPOINT *endpoint, const REFERENCE_P2P_PEER *peer);
void endpoint_data_delete(const PEER_ENDPOINT *endpoint);

/* Counts a subscription. Returns S_OK for the first one, else PEER_S_SUBSCRIPTION_EXISTS. */
HRESULT endpoint_data_subscribe(const PEER_ENDPOINT *endpoint);
/* Completes the first subscription. A failure removes every reference. */
void endpoint_data_subscribed(const PEER_ENDPOINT *endpoint, HRESULT result, const REFERENCE_P2P_PEER *peer);
HRESULT endpoint_data_unsubscribe(const PEER_ENDPOINT *endpoint);

ULONG endpoint_data_subscriptions(void);
void endpoint_data_report_leftover(const char *when);
void endpoint_data_clear(void);
