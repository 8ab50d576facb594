/*
 * The table of the handles of the API: invitations, enumerations and event
 * registrations. A handle is an index with a generation. So the cost of a lookup
 * does not depend on the number of handles, and a closed handle is recognised
 * although its slot is in use again. The values stay below 2^53.
 *
 * Callers hold the state lock.
 */
#pragma once

#include "base.h"

typedef enum HandleKind {
    KIND_INVITATION = 1,
    KIND_ENUMERATION = 2,
    KIND_REGISTRATION = 3,
} HandleKind;

/* Returns NULL when there is no memory. */
void *handle_open(HandleKind kind, void *object);

/* Returns the object, or NULL. A handle that was closed or never issued is a
 * violation by `function`. NULL is only a wrong argument. */
void *handle_object(HandleKind kind, void *handle, const char *function);

/* Returns the object, or NULL, without a violation. The DLL uses it for itself. */
void *handle_peek(HandleKind kind, void *handle);

void handle_close(void *handle);

/* Walks over the open handles of a kind. Begins with *cursor = 0, and returns NULL at the end. */
void *handle_next(HandleKind kind, size_t *cursor);
