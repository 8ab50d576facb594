/* Startup, shutdown and signing in. */
#pragma once

#include "base.h"

bool session_started(void);
ULONG session_startups(void);

/* S_OK, or NOT_SIGNED_IN. */
HRESULT session_check_signed_in(void);
DWORD session_scopes(void);

/* Records everything left over as violations. */
void session_report_leftover(const char *when);

/* Closes everything and forgets the startups and the sign-in. */
void session_close_all(void);
