/*
 * <REFERENCE_P2P_NETWORK>\*.peer: where a reference service tells everybody of
 * the peer that it publishes.
 */
#pragma once

#include "peers.h"

/* For the service. */
HANDLE peer_file_create(USHORT port);
bool peer_file_write(HANDLE file, const REFERENCE_P2P_PEER *peer);

/* Makes the list of peers (see peers.h) equal to the network folder, without
 * the one that listens at `own_port`. Callers hold the state lock. */
void network_synchronise(USHORT own_port);
void network_forget(void);
