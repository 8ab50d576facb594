/*
 * The files <REFERENCE_P2P_NETWORK>\*.peer. In each of them a reference service
 * publishes its peer to all others.
 */
#pragma once

#include "peers.h"

/* Only the service calls this. */
HANDLE peer_file_create(USHORT port);
bool peer_file_write(HANDLE file, const REFERENCE_P2P_PEER *peer);

/* Makes the list of peers (see peers.h) equal to the network folder, without the
 * peer that listens at `own_port`. Callers hold the state lock. */
void network_synchronise(USHORT own_port);
void network_forget(void);
