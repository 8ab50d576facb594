/* Startup, shutdown and signing in. */
#pragma once

#include "base.h"

/* Records all open handles, live blocks and subscriptions as violations. */
void lifecycle_report_leftover(const char *when);

/* Closes all handles, and forgets the startups and the sign-in. */
void lifecycle_close_all(void);
