/* The two folders that environment variables name. */
#pragma once

#include "base.h"

/* The folder of the user: `<REFERENCE_P2P_HOME>\<folder>\<name>`. `folder` may be NULL.
 * Returns false without a home folder. */
bool home_path(wchar_t path[MAX_PATH], const wchar_t *folder, const wchar_t *name);

/* The folder of the network: `<REFERENCE_P2P_NETWORK>\<name>`. Returns false without a
 * network folder. */
bool network_path(wchar_t path[MAX_PATH], const wchar_t *name);

/* Returns whether the DLL is in service mode: whether there is a network folder. */
bool network_used(void);
