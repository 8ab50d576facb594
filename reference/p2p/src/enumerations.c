#include "enumerations.h"

#include "blocks.h"
#include "calls.h"
#include "handles.h"
#include "options.h"
#include "violations.h"

typedef struct Enumeration {
    void *handle;
    const Shape *shape;
    const char *owner;
    List items;
    ULONG position;
} Enumeration;

static ULONG live;

static void destroy(Enumeration *enumeration)
{
    handle_close(enumeration->handle);
    list_clear(&enumeration->items, free);
    free(enumeration);
    live--;
}

HRESULT enumeration_open(const Shape *shape, const List *items, const char *owner, HPEERENUM *handle)
{
    Enumeration *enumeration = calloc(1, sizeof *enumeration);
    if (!enumeration)
        return E_OUTOFMEMORY;
    enumeration->shape = shape;
    enumeration->owner = owner;
    bool complete = true;
    for (ULONG i = 0; i < items->count && complete; i++) {
        void *copy = shape_clone(shape, items->items[i]);
        complete = copy && list_add(&enumeration->items, copy);
        if (!complete)
            free(copy);
    }
    if (complete)
        enumeration->handle = handle_open(KIND_ENUMERATION, enumeration);
    if (!enumeration->handle) {
        list_clear(&enumeration->items, free);
        free(enumeration);
        return E_OUTOFMEMORY;
    }
    live++;
    *handle = enumeration->handle;
    return S_OK;
}

/* Makes one block: the array of pointers, and after it the items. */
static HRESULT next_items(Enumeration *enumeration, ULONG *count, PVOID **items)
{
    ULONG left = enumeration->items.count - enumeration->position;
    ULONG given = *count < left ? *count : left;
    size_t size = given * sizeof(void *);
    for (ULONG i = 0; i < given; i++)
        size += (shape_measure(enumeration->shape, enumeration->items.items[enumeration->position + i]) + 7) &
                ~(size_t)7;
    PVOID *array = block_allocate(size, enumeration->owner);
    if (!array)
        return E_OUTOFMEMORY;
    char *cursor = (char *)(array + given);
    for (ULONG i = 0; i < given; i++) {
        const void *item = enumeration->items.items[enumeration->position + i];
        shape_copy(enumeration->shape, item, cursor);
        array[i] = cursor;
        cursor += (shape_measure(enumeration->shape, item) + 7) & ~(size_t)7;
    }
    enumeration->position += given;
    *count = given;
    *items = array;
    return S_OK;
}

HRESULT WINAPI PeerGetItemCount(HPEERENUM hPeerEnum, ULONG *pCount)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerGetItemCount, NEEDS_NOTHING);
    if (SUCCEEDED(hr)) {
        Enumeration *enumeration = handle_object(KIND_ENUMERATION, hPeerEnum, call.name);
        hr = enumeration && pCount ? S_OK : E_INVALIDARG;
        if (SUCCEEDED(hr))
            *pCount = enumeration->items.count;
    }
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerGetNextItem(HPEERENUM hPeerEnum, ULONG *pCount, PVOID **pppvItems)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerGetNextItem, NEEDS_NOTHING);
    if (pppvItems)
        *pppvItems = out_unset();
    if (SUCCEEDED(hr)) {
        Enumeration *enumeration = handle_object(KIND_ENUMERATION, hPeerEnum, call.name);
        hr = enumeration && pCount && pppvItems && *pCount ? next_items(enumeration, pCount, pppvItems)
                                                           : E_INVALIDARG;
    }
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerEndEnumeration(HPEERENUM hPeerEnum)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerEndEnumeration, NEEDS_NOTHING);
    if (SUCCEEDED(hr)) {
        Enumeration *enumeration = handle_object(KIND_ENUMERATION, hPeerEnum, call.name);
        hr = enumeration ? S_OK : E_INVALIDARG;
        if (enumeration)
            destroy(enumeration);
    }
    return call_leave(&call, hr);
}

ULONG enumerations_live(void)
{
    return live;
}

void enumerations_report_leftover(const char *when)
{
    size_t cursor = 0;
    const Enumeration *example = handle_next(KIND_ENUMERATION, &cursor);
    if (example)
        violation("left-over: %lu enumeration(s) not ended at %s, the first is from %s", live, when,
                  example->owner);
}

void enumerations_close_all(void)
{
    size_t cursor = 0;
    for (Enumeration *next; (next = handle_next(KIND_ENUMERATION, &cursor));)
        destroy(next);
}
