/*
 * Blocks: what an out-pointer receives and PeerFreeData takes back. Every
 * live block is known by its address, stands between two guard areas, and is
 * kept for a while after it was freed, filled with a pattern, so that a second
 * free, a read of freed memory and a write to it can be told.
 */
#pragma once

#include "shapes.h"

void blocks_initialise(void);

/* NULL when there is no memory. `owner` is the name of the function that hands it out. */
void *block_allocate(size_t size, const char *owner);
void *block_copy(const Shape *shape, const void *source, const char *owner);

ULONG blocks_live(void);
ULONG blocks_total(void);

/* Records the blocks still alive as one violation; each is reported once. */
void blocks_report_leftover(const char *when);

/* The blocks alive now are no longer counted; freeing them stays right. */
void blocks_disregard(void);
