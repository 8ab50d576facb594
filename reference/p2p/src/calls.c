#include "calls.h"

#define FUNCTION_NAME(name) #name,
static const char *const names[FUNCTION_COUNT] = {FOR_EACH_FUNCTION(FUNCTION_NAME)};
#undef FUNCTION_NAME

static CRITICAL_SECTION lock;
static ULONG startups;
static volatile LONG made[FUNCTION_COUNT];
static struct {
    HRESULT result;
    ULONG times;
} planned[FUNCTION_COUNT];

void calls_initialise(void)
{
    InitializeCriticalSection(&lock);
}

void state_lock(void)
{
    EnterCriticalSection(&lock);
}

void state_unlock(void)
{
    LeaveCriticalSection(&lock);
}

bool state_try_lock(void)
{
    return TryEnterCriticalSection(&lock);
}

ULONG calls_startups(void)
{
    return startups;
}

void calls_set_startups(ULONG count)
{
    startups = count;
}

void calls_count(FunctionId function)
{
    InterlockedIncrement(&made[function]);
}

const char *calls_name(FunctionId function)
{
    return names[function];
}

HRESULT call_enter(Call *call, FunctionId function, CallNeeds needs)
{
    calls_count(function);
    state_lock();
    call->function = function;
    call->name = names[function];
    call->wanted = S_OK;
    if (planned[function].times) {
        planned[function].times--;
        call->wanted = planned[function].result;
    }
    if (FAILED(call->wanted))
        return call->wanted;
    return needs == NEEDS_STARTUP && !startups ? PEER_E_NOT_INITIALIZED : S_OK;
}

HRESULT call_leave(const Call *call, HRESULT result)
{
    state_unlock();
    return result == S_OK && SUCCEEDED(call->wanted) ? call->wanted : result;
}

static int index_of(const char *name)
{
    for (int i = 0; name && i < FUNCTION_COUNT; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

bool calls_fail_next(const char *name, HRESULT result, ULONG times)
{
    int index = index_of(name);
    if (index < 0)
        return false;
    planned[index].result = result;
    planned[index].times = times;
    return true;
}

bool calls_made(const char *name, ULONG *times)
{
    int index = index_of(name);
    if (index < 0)
        return false;
    *times = (ULONG)made[index];
    return true;
}

void calls_reset(void)
{
    memset(planned, 0, sizeof planned);
    for (int i = 0; i < FUNCTION_COUNT; i++)
        InterlockedExchange(&made[i], 0);
}
