/*
 * What is known of other endpoints: the snapshots that PeerCollabRefresh-
 * EndpointData, PeerCollabSubscribeEndpointData and PeerCollabEnumEndpoints
 * make available.
 */
#pragma once

#include "peers.h"

/* NULL when nothing is available. */
const REFERENCE_P2P_PEER *endpoint_data_of(const PEER_ENDPOINT *endpoint);

/* Tells subscribers what is different; `now` is NULL for a peer that is gone. */
void endpoint_data_peer_changed(const PEER_ENDPOINT *endpoint, const REFERENCE_P2P_PEER *now);

/* Ends the oldest held request for the endpoint; false when there is none. */
bool endpoint_data_complete(const PEER_ENDPOINT *endpoint, HRESULT result);

ULONG endpoint_data_subscriptions(void);
void endpoint_data_report_leftover(const char *when);
void endpoint_data_clear(void);
