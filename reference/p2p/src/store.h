/*
 * Data that outlives a process: application registrations, contacts and the
 * endpoint name. With a home folder (REFERENCE_P2P_HOME) each entry is a file
 * there, so that other processes of the same user see it. Without a home folder
 * the data is in memory only.
 */
#pragma once

#include "list.h"
#include "shapes.h"

enum { STORE_KEY_SIZE = 48 };

typedef struct Stored {
    wchar_t key[STORE_KEY_SIZE];
    void *value;
} Stored;

typedef struct Store {
    const wchar_t *folder;
    const Shape *shape;
    List entries; /* of Stored */
} Store;

/* Reads the data that other processes have written. Call it before any other function
 * of a store. */
void store_load(Store *store);
ULONG store_count(const Store *store);
const void *store_at(const Store *store, ULONG index);
const void *store_get(const Store *store, const wchar_t *key);
HRESULT store_put(Store *store, const wchar_t *key, const void *value);
void store_remove(Store *store, const wchar_t *key);
/* Empties the memory. Files stay. */
void store_forget(Store *store);

void key_of_guid(const GUID *id, wchar_t key[STORE_KEY_SIZE]);
void key_of_text(const wchar_t *text, wchar_t key[STORE_KEY_SIZE]);

/* Write and read a file with one structure. Writing replaces the whole file at once. */
bool file_write(const wchar_t *path, const Shape *shape, const void *value);
void *file_read(const wchar_t *path, const Shape *shape);
