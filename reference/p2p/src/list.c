#include "list.h"

bool list_add(List *list, void *item)
{
    if (list->count == list->capacity) {
        ULONG larger = list->capacity ? list->capacity * 2 : 16;
        void **grown = realloc(list->items, larger * sizeof *grown);
        if (!grown)
            return false;
        list->items = grown;
        list->capacity = larger;
    }
    list->items[list->count++] = item;
    return true;
}

void list_remove(List *list, ULONG index)
{
    list->items[index] = list->items[--list->count];
}

void list_clear(List *list, void (*release)(void *))
{
    for (ULONG i = 0; release && i < list->count; i++)
        release(list->items[i]);
    free(list->items);
    *list = (List){0};
}
