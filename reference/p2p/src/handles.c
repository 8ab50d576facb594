#include "handles.h"

#include "violations.h"

enum { INDEX_BITS = 24, GENERATION_BITS = 20 };
#define NO_SLOT ((size_t)-1)

typedef struct Slot {
    void *object; /* NULL while the slot is free */
    size_t next_free;
    uint32_t generation;
    HandleKind kind;
} Slot;

static Slot *slots;
static size_t slot_count, slots_used;
static size_t free_slot = NO_SLOT;

static const char *kind_name(HandleKind kind)
{
    switch (kind) {
    case KIND_INVITATION:
        return "invitation";
    case KIND_ENUMERATION:
        return "enumeration";
    case KIND_REGISTRATION:
        return "event registration";
    }
    return "unknown";
}

static void *encode(size_t index)
{
    const Slot *slot = &slots[index];
    uint64_t value = (uint64_t)slot->kind << (INDEX_BITS + GENERATION_BITS) |
                     (uint64_t)slot->generation << INDEX_BITS | (uint64_t)(index + 1);
    return (void *)(uintptr_t)(value << 2);
}

/* Returns NO_SLOT when the value was never a handle of this kind. */
static size_t decode(HandleKind kind, void *handle, uint32_t *generation)
{
    uint64_t value = (uint64_t)(uintptr_t)handle;
    if (value & 3)
        return NO_SLOT;
    value >>= 2;
    size_t index = (size_t)(value & ((1u << INDEX_BITS) - 1));
    *generation = (uint32_t)(value >> INDEX_BITS & ((1u << GENERATION_BITS) - 1));
    if (value >> (INDEX_BITS + GENERATION_BITS) != (uint64_t)kind || index == 0 || index > slots_used ||
        *generation > slots[index - 1].generation)
        return NO_SLOT;
    return index - 1;
}

void *handle_open(HandleKind kind, void *object)
{
    size_t index = free_slot;
    if (index != NO_SLOT) {
        free_slot = slots[index].next_free;
    } else {
        if (slots_used == slot_count) {
            size_t larger = slot_count ? slot_count * 2 : 256;
            if (larger >= 1u << INDEX_BITS)
                return NULL;
            Slot *grown = realloc(slots, larger * sizeof *slots);
            if (!grown)
                return NULL;
            slots = grown;
            slot_count = larger;
        }
        index = slots_used++;
        slots[index].generation = 0;
    }
    slots[index].object = object;
    slots[index].kind = kind;
    return encode(index);
}

static Slot *open_slot(HandleKind kind, void *handle)
{
    uint32_t generation;
    size_t index = decode(kind, handle, &generation);
    if (index == NO_SLOT)
        return NULL;
    Slot *slot = &slots[index];
    return slot->object && slot->kind == kind && slot->generation == generation ? slot : NULL;
}

void *handle_peek(HandleKind kind, void *handle)
{
    Slot *slot = open_slot(kind, handle);
    return slot ? slot->object : NULL;
}

void *handle_object(HandleKind kind, void *handle, const char *function)
{
    void *object = handle_peek(kind, handle);
    if (object || !handle)
        return object;
    uint32_t generation;
    if (decode(kind, handle, &generation) == NO_SLOT)
        violation("unknown-handle: %s got %p, which is no %s handle", function, handle, kind_name(kind));
    else
        violation("use-after-close: %s got the %s handle %p, which was closed before", function,
                  kind_name(kind), handle);
    return NULL;
}

void handle_close(void *handle)
{
    uint64_t value = (uint64_t)(uintptr_t)handle >> 2;
    size_t index = (size_t)(value & ((1u << INDEX_BITS) - 1)) - 1;
    Slot *slot = &slots[index];
    slot->object = NULL;
    slot->generation = (slot->generation + 1) & ((1u << GENERATION_BITS) - 1);
    slot->next_free = free_slot;
    free_slot = index;
}

void *handle_next(HandleKind kind, size_t *cursor)
{
    while (*cursor < slots_used) {
        Slot *slot = &slots[(*cursor)++];
        if (slot->object && slot->kind == kind)
            return slot->object;
    }
    return NULL;
}
