/* Tells the transport that something has changed that others may see. */
#pragma once

#include "base.h"

/* `publish` makes it visible. Called once, when the DLL is loaded. */
void publication_initialise(void (*publish)(void));

/* Callers hold the state lock. */
void publication_changed(void);
