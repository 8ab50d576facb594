/* The two folders that environment variables name. */
#pragma once

#include "base.h"

/* The user: `<REFERENCE_P2P_HOME>\<folder>\<name>`; `folder` may be NULL. False without a home folder. */
bool home_path(wchar_t path[MAX_PATH], const wchar_t *folder, const wchar_t *name);

/* The network: `<REFERENCE_P2P_NETWORK>\<name>`. False without a network folder. */
bool network_path(wchar_t path[MAX_PATH], const wchar_t *name);

/* True in service mode, that is with a network folder. */
bool network_used(void);
