/*
 * The two places where a reference service is known:
 *
 *   <REFERENCE_P2P_HOME>\service.bin   to the processes of its own user
 *   <REFERENCE_P2P_NETWORK>\*.peer     to everybody: the peer it publishes
 *
 * Both files are opened by the service so that the system deletes them when
 * the service ends, in whatever way.
 */
#pragma once

#include "peers.h"

typedef struct ServiceState {
    DWORD process;
    DWORD scopes;
    DWORD port;
    DWORD check;
} ServiceState;

/* True when REFERENCE_P2P_NETWORK names a folder. */
bool network_used(void);

bool service_state_read(ServiceState *state);

/* For the service. INVALID_HANDLE_VALUE when another one of this user runs. */
HANDLE service_state_create(void);
bool service_state_write(HANDLE file, DWORD scopes, USHORT port);
HANDLE peer_file_create(USHORT port);
bool peer_file_write(HANDLE file, const REFERENCE_P2P_PEER *peer);

/* Makes the list of peers (see peers.h) equal to the network folder, without
 * the one that listens at `own_port`. Callers hold the state lock. */
void network_synchronise(USHORT own_port);
void network_forget(void);
