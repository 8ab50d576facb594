/* Objects that this process publishes. */
#pragma once

#include "list.h"

/* The items belong to the module; filtered by id when one is given. */
bool objects_list(const GUID *id, List *objects);
void objects_clear(void);
