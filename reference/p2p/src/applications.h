/* The registry of applications that can be launched by an invitation. */
#pragma once

#include "list.h"

/* Everything registered in either scope, CURRENT_USER first; filtered by id
 * when one is given. The items belong to the registry. */
bool applications_list(const GUID *id, List *applications);

/* The registration that wins for an id, or NULL. */
const PEER_APPLICATION_REGISTRATION_INFO *applications_find(const GUID *id);

void applications_forget(void);
