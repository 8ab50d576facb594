/* Objects that this process publishes. */
#pragma once

#include "list.h"

/* Lists all objects, or with an id only that object. The items belong to the module. */
bool objects_list(const GUID *id, List *objects);
void objects_clear(void);
