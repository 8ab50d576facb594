/*
 * The other people: who is on the network and what they show. In-process a
 * test puts them there; in service mode the transport keeps the list in step
 * with the network folder.
 */
#pragma once

#include "list.h"
#include "shapes.h"

/* Both raise the events that follow. Callers hold the state lock. */
HRESULT peers_set(const REFERENCE_P2P_PEER *peer);
bool peers_remove(const PEER_ENDPOINT *endpoint);

const REFERENCE_P2P_PEER *peers_find(const PEER_ENDPOINT *endpoint);
const List *peers_all(void); /* of REFERENCE_P2P_PEER */
bool peer_is_near(const REFERENCE_P2P_PEER *peer); /* signed in to NEAR_ME; false for NULL */
void peers_forget(void);
