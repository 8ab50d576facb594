/*
 * Blocks: memory that an out-pointer receives and PeerFreeData frees. Every
 * live block is known by its address, and lies between two guard areas. A freed
 * block is kept for a while and filled with a pattern, so that a second free, a
 * read of freed memory and a write to it are noticed.
 */
#pragma once

#include "shapes.h"

void blocks_initialise(void);

/* Returns NULL when there is no memory. `owner` is the name of the function that
 * returns the block. */
void *block_allocate(size_t size, const char *owner);
void *block_copy(const Shape *shape, const void *source, const char *owner);

ULONG blocks_live(void);
ULONG blocks_total(void);

/* Records the live blocks as one violation. Each block is reported once. */
void blocks_report_leftover(const char *when);

/* Stops counting the live blocks. Freeing them is still correct. */
void blocks_disregard(void);
