/*
 * The baseline of the benchmark: the cost of waits with one C callback each,
 * without invitations and without JavaScript.
 */
#include "base.h"

#include "../include/reference-p2p.h"

typedef struct Baseline {
    HANDLE done;
    LARGE_INTEGER last;
    volatile LONG left;
} Baseline;

static void CALLBACK on_signal(void *context, BOOLEAN timed_out)
{
    Baseline *baseline = context;
    (void)timed_out;
    if (InterlockedDecrement(&baseline->left) == 0) {
        QueryPerformanceCounter(&baseline->last);
        SetEvent(baseline->done);
    }
}

static ULONG register_all(Baseline *baseline, HANDLE *events, HANDLE *waits, ULONG count, ULONG flags)
{
    for (ULONG i = 0; i < count; i++) {
        events[i] = CreateEventW(NULL, FALSE, FALSE, NULL);
        if (!events[i] ||
            !RegisterWaitForSingleObject(&waits[i], events[i], on_signal, baseline, INFINITE, flags))
            return i;
    }
    return count;
}

static ULONGLONG nanoseconds(LARGE_INTEGER from, LARGE_INTEGER to)
{
    LARGE_INTEGER frequency;
    QueryPerformanceFrequency(&frequency);
    return (ULONGLONG)((double)(to.QuadPart - from.QuadPart) * 1e9 / (double)frequency.QuadPart);
}

ULONGLONG WINAPI ReferenceP2PWaitBaseline(ULONG count, ULONG flags)
{
    Baseline baseline = {.left = (LONG)count};
    HANDLE *events = calloc(count ? count : 1, sizeof *events);
    HANDLE *waits = calloc(count ? count : 1, sizeof *waits);
    ULONGLONG elapsed = 0;
    baseline.done = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (!flags)
        flags = WT_EXECUTEINWAITTHREAD | WT_EXECUTEONLYONCE;
    if (events && waits && baseline.done && count &&
        register_all(&baseline, events, waits, count, flags) == count) {
        LARGE_INTEGER first;
        QueryPerformanceCounter(&first);
        for (ULONG i = 0; i < count; i++)
            SetEvent(events[i]);
        WaitForSingleObject(baseline.done, INFINITE);
        elapsed = nanoseconds(first, baseline.last);
    }
    for (ULONG i = 0; events && waits && i < count; i++) {
        if (waits[i])
            UnregisterWaitEx(waits[i], INVALID_HANDLE_VALUE);
        if (events[i])
            CloseHandle(events[i]);
    }
    if (baseline.done)
        CloseHandle(baseline.done);
    free(events);
    free(waits);
    return elapsed;
}
