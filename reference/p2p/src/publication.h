/* Tells the transport that data has changed which others may see. */
#pragma once

#include "base.h"

/* `publish` publishes the data. Called once, when the DLL is loaded. */
void publication_initialise(void (*publish)(void));

/* Callers hold the state lock. */
void publication_changed(void);
