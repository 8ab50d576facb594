#include "store.h"

#include "folders.h"

bool file_write(const wchar_t *path, const Shape *shape, const void *value)
{
    wchar_t temporary[MAX_PATH];
    if (swprintf(temporary, MAX_PATH, L"%ls.%lu", path, GetCurrentProcessId()) < 0)
        return false;
    size_t size = shape_measure(shape, value);
    void *copy = shape_clone(shape, value);
    if (!copy)
        return false;
    shape_flatten(shape, copy);
    HANDLE file =
        CreateFileW(temporary, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    bool done = file != INVALID_HANDLE_VALUE;
    if (done) {
        DWORD written;
        done = WriteFile(file, copy, (DWORD)size, &written, NULL) && written == size;
        CloseHandle(file);
        done = done && MoveFileExW(temporary, path, MOVEFILE_REPLACE_EXISTING);
    }
    free(copy);
    return done;
}

void *file_read(const wchar_t *path, const Shape *shape)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                              NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    DWORD size = GetFileSize(file, NULL), bytes_read = 0;
    void *bytes = size != INVALID_FILE_SIZE && size ? calloc(1, size) : NULL;
    bool done = bytes && ReadFile(file, bytes, size, &bytes_read, NULL) && bytes_read == size &&
                shape_unflatten(shape, bytes, size);
    CloseHandle(file);
    if (done)
        return bytes;
    free(bytes);
    return NULL;
}

static void release(void *stored)
{
    free(((Stored *)stored)->value);
    free(stored);
}

void store_forget(Store *store)
{
    list_clear(&store->entries, release);
}

static HRESULT add(Store *store, const wchar_t *key, void *value)
{
    Stored *stored = calloc(1, sizeof *stored);
    if (!stored || !list_add(&store->entries, stored)) {
        free(stored);
        return E_OUTOFMEMORY;
    }
    wcsncpy(stored->key, key, STORE_KEY_SIZE - 1);
    stored->value = value;
    return S_OK;
}

void store_load(Store *store)
{
    wchar_t pattern[MAX_PATH];
    if (!home_path(pattern, store->folder, L"*.bin"))
        return;
    store_forget(store);
    WIN32_FIND_DATAW found;
    HANDLE search = FindFirstFileW(pattern, &found);
    if (search == INVALID_HANDLE_VALUE)
        return;
    do {
        wchar_t path[MAX_PATH];
        void *value = home_path(path, store->folder, found.cFileName) ? file_read(path, store->shape) : NULL;
        if (!value)
            continue;
        wchar_t *dot = wcsrchr(found.cFileName, L'.');
        *dot = 0;
        if (FAILED(add(store, found.cFileName, value)))
            free(value);
    } while (FindNextFileW(search, &found));
    FindClose(search);
}

ULONG store_count(const Store *store)
{
    return store->entries.count;
}

const void *store_at(const Store *store, ULONG index)
{
    return ((Stored *)store->entries.items[index])->value;
}

static Stored *find(const Store *store, const wchar_t *key, ULONG *index)
{
    for (ULONG i = 0; i < store->entries.count; i++) {
        Stored *stored = store->entries.items[i];
        if (wcscmp(stored->key, key) == 0) {
            if (index)
                *index = i;
            return stored;
        }
    }
    return NULL;
}

const void *store_get(const Store *store, const wchar_t *key)
{
    const Stored *stored = find(store, key, NULL);
    return stored ? stored->value : NULL;
}

static bool path_of(const Store *store, const wchar_t *key, wchar_t path[MAX_PATH])
{
    wchar_t name[STORE_KEY_SIZE + 8];
    swprintf(name, COUNT_OF(name), L"%ls.bin", key);
    if (!home_path(path, store->folder, L"."))
        return false;
    CreateDirectoryW(path, NULL);
    return home_path(path, store->folder, name);
}

HRESULT store_put(Store *store, const wchar_t *key, const void *value)
{
    void *copy = shape_clone(store->shape, value);
    if (!copy)
        return E_OUTOFMEMORY;
    Stored *stored = find(store, key, NULL);
    if (stored) {
        free(stored->value);
        stored->value = copy;
    } else if (FAILED(add(store, key, copy))) {
        free(copy);
        return E_OUTOFMEMORY;
    }
    wchar_t path[MAX_PATH];
    if (path_of(store, key, path) && !file_write(path, store->shape, copy))
        return PEER_E_DISK_FULL;
    return S_OK;
}

void store_remove(Store *store, const wchar_t *key)
{
    ULONG index;
    Stored *stored = find(store, key, &index);
    if (!stored)
        return;
    wchar_t path[MAX_PATH];
    if (path_of(store, key, path))
        DeleteFileW(path);
    list_remove(&store->entries, index);
    release(stored);
}

void key_of_guid(const GUID *id, wchar_t key[STORE_KEY_SIZE])
{
    swprintf(key, STORE_KEY_SIZE, L"%08lx-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x", id->Data1, id->Data2,
             id->Data3, id->Data4[0], id->Data4[1], id->Data4[2], id->Data4[3], id->Data4[4], id->Data4[5],
             id->Data4[6], id->Data4[7]);
}

/* Peer names may have characters that file names may not have, so the key is a hash. */
void key_of_text(const wchar_t *text, wchar_t key[STORE_KEY_SIZE])
{
    uint64_t one = 0xCBF29CE484222325u, other = 0x84222325CBF29CE4u;
    for (; *text; text++) {
        one = (one ^ *text) * 0x100000001B3u;
        other = (other + *text) * 0x9E3779B97F4A7C15u;
    }
    swprintf(key, STORE_KEY_SIZE, L"%016llx%016llx", (unsigned long long)one, (unsigned long long)other);
}
