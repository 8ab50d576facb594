/*
 * The handle table of the API's own handles: invitations, enumerations and
 * event registrations. A handle is an index with a generation, so that looking
 * one up costs the same however many there are, and a handle that was closed
 * is recognised although its slot is in use again. The values stay below 2^53.
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

/* NULL when there is no memory. */
void *handle_open(HandleKind kind, void *object);

/* The object, or NULL. A handle that was closed or never issued is a
 * violation by `function`; NULL is only a wrong argument. */
void *handle_object(HandleKind kind, void *handle, const char *function);

/* The object without judging the caller; for the DLL's own use. */
void *handle_peek(HandleKind kind, void *handle);

void handle_close(void *handle);

/* Walks the open handles of a kind; start with *cursor = 0. NULL at the end. */
void *handle_next(HandleKind kind, size_t *cursor);
