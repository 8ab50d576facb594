/*
 * The other people on the network, with the data that they show. In-process, a
 * test adds them. In service mode the transport keeps the list equal to the
 * network folder.
 */
#pragma once

#include "list.h"
#include "shapes.h"

/* Both raise the events that follow. Callers hold the state lock. */
HRESULT peers_set(const REFERENCE_P2P_PEER *peer);
bool peers_remove(const PEER_ENDPOINT *endpoint);

const REFERENCE_P2P_PEER *peers_find(const PEER_ENDPOINT *endpoint);
const List *peers_all(void); /* of REFERENCE_P2P_PEER */
bool peer_is_near(const REFERENCE_P2P_PEER *peer); /* whether the peer is signed in to NEAR_ME; false for NULL */
void peers_forget(void);
