/*
 * Where the user is signed in. In service mode the service knows; otherwise
 * each process for itself. Callers hold the state lock.
 */
#pragma once

#include "base.h"

DWORD signed_in_scopes(void);

/* S_OK, or NOT_SIGNED_IN. */
HRESULT check_signed_in(void);

/* Without a service: what PeerCollabSignin and PeerCollabSignout leave. */
void signed_in_add(DWORD scopes);
void signed_in_remove(DWORD scopes);
