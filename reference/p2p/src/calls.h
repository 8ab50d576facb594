/*
 * What every exported function does first and last: take the state lock, count
 * the call, let a test make it fail, and check that PeerCollabStartup and
 * PeerCollabSignin came before.
 */
#pragma once

#include "base.h"
#include "functions.h"

typedef struct Call {
    FunctionId function;
    const char *name;
    HRESULT wanted; /* what a test asked this call to return, or S_OK */
} Call;

typedef enum CallNeeds { NEEDS_NOTHING, NEEDS_STARTUP } CallNeeds;

void calls_initialise(void);

/* A failure means: return it through call_leave() without doing anything.
 * The order of checks is: a failure a test asked for, NOT_INITIALIZED; the
 * function itself then checks its arguments, and NOT_SIGNED_IN after them. */
HRESULT call_enter(Call *call, FunctionId function, CallNeeds needs);

/* Releases the lock. A success code a test asked for replaces S_OK. */
HRESULT call_leave(const Call *call, HRESULT result);

/* The one lock over all state. It is recursive. */
void state_lock(void);
void state_unlock(void);
bool state_try_lock(void);

/* PeerCollabStartup without its PeerCollabShutdown. */
ULONG calls_startups(void);
void calls_set_startups(ULONG count);

void calls_count(FunctionId function);
const char *calls_name(FunctionId function);

/* Both answer false for a name that is not exported. */
bool calls_fail_next(const char *name, HRESULT result, ULONG times);
bool calls_made(const char *name, ULONG *times);

/* Clears failures that were asked for and not used, and the counts. */
void calls_reset(void);
