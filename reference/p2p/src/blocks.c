#include "blocks.h"

#include "calls.h"
#include "violations.h"

enum {
    GUARD_SIZE = 16,
    GUARD_BYTE = 0xA5,
    FREED_BYTE = 0xDD,
    QUARANTINE_BLOCKS = 16384,
    QUARANTINE_BYTES = 8 << 20,
};

typedef struct Block {
    struct Block *next; /* the next block of the same bucket */
    unsigned char *memory; /* guard, data, guard */
    size_t size;
    const char *owner;
    ULONG serial;
    bool freed;
    bool reported;
    bool disregarded; /* allocated before a reset */
} Block;

static CRITICAL_SECTION guard;
static Block **buckets;
static size_t bucket_count, known;
static ULONG live, total;

static Block *quarantine[QUARANTINE_BLOCKS];
static size_t oldest, held, held_bytes;

void blocks_initialise(void)
{
    InitializeCriticalSection(&guard);
}

static const void *data_of(const Block *block)
{
    return block->memory + GUARD_SIZE;
}

static size_t bucket_of(const void *data, size_t count)
{
    return (size_t)(((uintptr_t)data >> 4) * 0x9E3779B97F4A7C15u >> 32) & (count - 1);
}

static bool grow(void)
{
    size_t count = bucket_count ? bucket_count * 2 : 1024;
    Block **larger = calloc(count, sizeof *larger);
    if (!larger)
        return bucket_count != 0;
    for (size_t i = 0; i < bucket_count; i++) {
        for (Block *block = buckets[i], *next; block; block = next) {
            next = block->next;
            size_t bucket = bucket_of(data_of(block), count);
            block->next = larger[bucket];
            larger[bucket] = block;
        }
    }
    free(buckets);
    buckets = larger;
    bucket_count = count;
    return true;
}

static Block *find(const void *data)
{
    if (!bucket_count)
        return NULL;
    Block *block = buckets[bucket_of(data, bucket_count)];
    while (block && data_of(block) != data)
        block = block->next;
    return block;
}

static void forget(Block *block)
{
    Block **link = &buckets[bucket_of(data_of(block), bucket_count)];
    while (*link != block)
        link = &(*link)->next;
    *link = block->next;
    known--;
    free(block->memory);
    free(block);
}

static bool all_bytes(const unsigned char *bytes, size_t count, unsigned char value)
{
    for (size_t i = 0; i < count; i++)
        if (bytes[i] != value)
            return false;
    return true;
}

static void release_oldest(void)
{
    Block *block = quarantine[oldest];
    oldest = (oldest + 1) % QUARANTINE_BLOCKS;
    held--;
    held_bytes -= block->size;
    if (!all_bytes(data_of(block), block->size, FREED_BYTE))
        violation("write-after-free: block %lu of %s was written to after PeerFreeData", block->serial,
                  block->owner);
    forget(block);
}

static void keep_freed(Block *block)
{
    while (held == QUARANTINE_BLOCKS || (held && held_bytes + block->size > QUARANTINE_BYTES))
        release_oldest();
    quarantine[(oldest + held) % QUARANTINE_BLOCKS] = block;
    held++;
    held_bytes += block->size;
}

void *block_allocate(size_t size, const char *owner)
{
    Block *block = calloc(1, sizeof *block);
    unsigned char *memory = calloc(1, size + 2 * GUARD_SIZE);
    if (!block || !memory) {
        free(block);
        free(memory);
        return NULL;
    }
    memset(memory, GUARD_BYTE, GUARD_SIZE);
    memset(memory + GUARD_SIZE + size, GUARD_BYTE, GUARD_SIZE);
    block->memory = memory;
    block->size = size;
    block->owner = owner;

    EnterCriticalSection(&guard);
    if (known >= bucket_count && !grow()) {
        LeaveCriticalSection(&guard);
        free(memory);
        free(block);
        return NULL;
    }
    block->serial = ++total;
    size_t bucket = bucket_of(data_of(block), bucket_count);
    block->next = buckets[bucket];
    buckets[bucket] = block;
    known++;
    live++;
    LeaveCriticalSection(&guard);
    return memory + GUARD_SIZE;
}

void *block_copy(const Shape *shape, const void *source, const char *owner)
{
    void *data = block_allocate(shape_measure(shape, source), owner);
    if (data)
        shape_copy(shape, source, data);
    return data;
}

/* Only the text of a violation needs this, so a walk over all blocks is fast enough. */
static Block *find_around(const void *pointer)
{
    for (size_t i = 0; i < bucket_count; i++)
        for (Block *block = buckets[i]; block; block = block->next)
            if ((const char *)pointer > (const char *)data_of(block) &&
                (const char *)pointer < (const char *)data_of(block) + block->size)
                return block;
    return NULL;
}

static void free_block(const void *pointer)
{
    Block *block = find(pointer);
    if (!block) {
        block = find_around(pointer);
        if (block)
            violation("nested-free: PeerFreeData got a pointer %zu bytes inside block %lu of %s",
                      (size_t)((const char *)pointer - (const char *)data_of(block)), block->serial,
                      block->owner);
        else
            violation("foreign-free: PeerFreeData got %p, which is no block", pointer);
        return;
    }
    if (block->freed) {
        violation("double-free: block %lu of %s was freed before", block->serial, block->owner);
        return;
    }
    if (!all_bytes(block->memory, GUARD_SIZE, GUARD_BYTE) ||
        !all_bytes(block->memory + GUARD_SIZE + block->size, GUARD_SIZE, GUARD_BYTE))
        violation("overrun: block %lu of %s was written to outside its bounds", block->serial,
                  block->owner);
    memset(block->memory + GUARD_SIZE, FREED_BYTE, block->size);
    block->freed = true;
    if (!block->disregarded)
        live--;
    keep_freed(block);
}

VOID WINAPI PeerFreeData(LPCVOID pvData)
{
    calls_count(FN_PeerFreeData);
    if (!pvData)
        return;
    EnterCriticalSection(&guard);
    free_block(pvData);
    LeaveCriticalSection(&guard);
}

ULONG blocks_live(void)
{
    return live;
}

ULONG blocks_total(void)
{
    return total;
}

void blocks_report_leftover(const char *when)
{
    ULONG count = 0;
    const Block *example = NULL;
    EnterCriticalSection(&guard);
    for (size_t i = 0; i < bucket_count; i++) {
        for (Block *block = buckets[i]; block; block = block->next) {
            if (block->freed || block->reported || block->disregarded)
                continue;
            block->reported = true;
            count++;
            if (!example || block->serial < example->serial)
                example = block;
        }
    }
    if (example)
        violation("left-over: %lu block(s) not freed at %s, the first is block %lu of %s", count, when,
                  example->serial, example->owner);
    LeaveCriticalSection(&guard);
}

void blocks_disregard(void)
{
    EnterCriticalSection(&guard);
    for (size_t i = 0; i < bucket_count; i++)
        for (Block *block = buckets[i]; block; block = block->next)
            block->disregarded = true;
    live = 0;
    LeaveCriticalSection(&guard);
}
