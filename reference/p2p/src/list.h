/* A growing array of pointers. */
#pragma once

#include "base.h"

typedef struct List {
    void **items;
    ULONG count;
    ULONG capacity;
} List;

bool list_add(List *list, void *item);
void list_remove(List *list, ULONG index); /* moves the last item to its place */
void list_clear(List *list, void (*release)(void *)); /* release may be NULL */
