/* Startup, shutdown and signing in. */
#pragma once

#include "base.h"

/* Records everything left over as violations. */
void session_report_leftover(const char *when);

/* Closes everything and forgets the startups and the sign-in. */
void session_close_all(void);
