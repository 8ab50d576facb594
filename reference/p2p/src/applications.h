/* The registry of the applications that an invitation can launch. */
#pragma once

#include "list.h"

/* Lists the applications of both scopes, CURRENT_USER first. With an id it lists
 * only the application with that id. The items belong to the registry. */
bool applications_list(const GUID *id, List *applications);

/* Returns the registration of an id, or NULL. CURRENT_USER wins over ALL_USERS. */
const PEER_APPLICATION_REGISTRATION_INFO *applications_find(const GUID *id);

void applications_forget(void);
