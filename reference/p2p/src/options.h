/*
 * Switches with names. They select the behaviour where the documentation is
 * silent, or where a test needs an unusual one: see the table in README.md.
 */
#pragma once

#include "base.h"

#define FOR_EACH_OPTION(X)        \
    X(signalOnCancel, 1)          \
    X(signalWithoutHandle, 0)     \
    X(answerOnCancel, 0)          \
    X(expireAs, 0)                \
    X(poisonOutPointers, 0)       \
    X(holdRequests, 0)            \
    X(eventForExistingSubscription, 0) \
    X(noConnectivity, 0)          \
    X(closePendingIsViolation, 1) \
    X(exitLeftOverIsViolation, 1) \
    X(syncTimeoutMs, 300000)      \
    X(expiryMs, 300000)           \
    X(hostLingerMs, 5000)

#define OPTION_MEMBER(name, value) ULONG name;
typedef struct Options { FOR_EACH_OPTION(OPTION_MEMBER) } Options;
#undef OPTION_MEMBER

extern Options options;

/* Sets the defaults, and then the values of REFERENCE_P2P_OPTIONS ("name=1;other=2"). */
void options_reset(void);
bool options_set(const char *name, ULONG value);

/* Returns the value of an out-pointer after a failed call: NULL, or with
 * poisonOutPointers an address that faults when it is read or freed. */
void *out_unset(void);
