/*
 * The scopes of the user's sign-in. In service mode the service keeps them,
 * else each process keeps its own. Callers hold the state lock.
 */
#pragma once

#include "base.h"

DWORD signed_in_scopes(void);

/* Returns S_OK or NOT_SIGNED_IN. */
HRESULT check_signed_in(void);

/* Without a service: PeerCollabSignin and PeerCollabSignout change the scopes. */
void signed_in_add(DWORD scopes);
void signed_in_remove(DWORD scopes);
