/*
 * The beginning and the end of every exported function: it acquires the state
 * lock, counts the call, lets a test make it fail, and checks that
 * PeerCollabStartup and PeerCollabSignin came before.
 */
#pragma once

#include "base.h"
#include "functions.h"

typedef struct Call {
    FunctionId function;
    const char *name;
    HRESULT wanted; /* the result that a test has planned for this call, or S_OK */
} Call;

typedef enum CallNeeds { NEEDS_NOTHING, NEEDS_STARTUP } CallNeeds;

void calls_initialise(void);

/* After a failure the function must do nothing, and return the failure through
 * call_leave(). This checks for a planned failure and then for NOT_INITIALIZED.
 * The function then checks its arguments, and after them NOT_SIGNED_IN. */
HRESULT call_enter(Call *call, FunctionId function, CallNeeds needs);

/* Releases the lock. A planned success code replaces S_OK. */
HRESULT call_leave(const Call *call, HRESULT result);

/* One recursive lock guards all state. */
void state_lock(void);
void state_unlock(void);
bool state_try_lock(void);

/* Returns the number of calls of PeerCollabStartup without a PeerCollabShutdown. */
ULONG calls_startups(void);
void calls_set_startups(ULONG count);

void calls_count(FunctionId function);
const char *calls_name(FunctionId function);

/* Both return false for a name that is not exported. */
bool calls_fail_next(const char *name, HRESULT result, ULONG times);
bool calls_made(const char *name, ULONG *times);

/* Clears the planned failures and the counts. */
void calls_reset(void);
