/*
 * A shape describes the pointers of a structure, so that one piece of code
 * serves every structure of the API. It makes a deep copy in one contiguous
 * piece of memory: a block with its nested pointers inside. With offsets in
 * place of the pointers, the piece can be sent over a socket or kept in a file.
 */
#pragma once

#include "base.h"

#include "../include/reference-p2p.h"

typedef struct Shape Shape;

typedef enum FieldKind {
    FIELD_STRING,  /* PWSTR */
    FIELD_POINTER, /* a pointer to one structure of `shape`; may be NULL */
    FIELD_ARRAY,   /* a pointer to an array of `shape`; the ULONG at `count` is its length */
    FIELD_INLINE,  /* a structure of `shape` inside this one */
} FieldKind;

typedef struct Field {
    FieldKind kind;
    size_t offset;
    const Shape *shape;
    size_t count;
} Field;

struct Shape {
    size_t size;
    size_t field_count;
    const Field *fields;
};

extern const Shape shape_string; /* the structure is the zero-terminated text itself */
extern const Shape shape_contact;
extern const Shape shape_endpoint;
extern const Shape shape_person;
extern const Shape shape_application;
extern const Shape shape_registration;
extern const Shape shape_object;
extern const Shape shape_presence;
extern const Shape shape_invitation;
extern const Shape shape_response;
extern const Shape shape_launch_info;
extern const Shape shape_peer; /* REFERENCE_P2P_PEER */
extern const Shape shape_data;

/* Returns the shape of PEER_COLLAB_EVENT_DATA: its union depends on the type. NULL
 * for an unknown type. */
const Shape *shape_of_event(PEER_COLLAB_EVENT_TYPE type);

/* Returns the size of a deep copy, in bytes. */
size_t shape_measure(const Shape *shape, const void *source);

/* Writes a deep copy to `target`, which must have shape_measure() bytes. */
void shape_copy(const Shape *shape, const void *source, void *target);

/* Returns a deep copy in memory of the DLL. Release it with free(). */
void *shape_clone(const Shape *shape, const void *source);

/* Turns the pointers of a deep copy into offsets, and back. The way back checks
 * every offset, because the bytes come from another process. */
void shape_flatten(const Shape *shape, void *copy);
bool shape_unflatten(const Shape *shape, void *bytes, size_t size);
