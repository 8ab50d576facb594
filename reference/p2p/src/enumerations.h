/* Enumerations: snapshots of items that PeerGetNextItem reads. */
#pragma once

#include "list.h"
#include "shapes.h"

/* Copies the items: the caller still owns the list. `owner` is the name of the
 * function that opens the enumeration. */
HRESULT enumeration_open(const Shape *shape, const List *items, const char *owner, HPEERENUM *handle);

ULONG enumerations_live(void);
void enumerations_report_leftover(const char *when);
void enumerations_close_all(void);
