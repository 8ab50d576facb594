/* The file <REFERENCE_P2P_HOME>\service.bin. With it the processes of a user find their service. */
#pragma once

#include "base.h"

typedef struct ServiceState {
    DWORD process;
    DWORD scopes;
    DWORD port;
    DWORD check;
} ServiceState;

bool service_state_read(ServiceState *state);

/* Only the service calls this. Returns INVALID_HANDLE_VALUE when another service of
 * this user runs. */
HANDLE service_state_create(void);
bool service_state_write(HANDLE file, DWORD scopes, USHORT port);
