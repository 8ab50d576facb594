#include "network.h"

#include "folders.h"
#include "links.h"
#include "vanishing-file.h"

/* ---- publishing the peer ---- */

typedef struct PeerFile {
    uint64_t check;
    char bytes[];
} PeerFile;

static uint64_t hash(const char *bytes, size_t size)
{
    uint64_t value = 0xCBF29CE484222325u ^ size;
    for (size_t i = 0; i < size; i++)
        value = (value ^ (unsigned char)bytes[i]) * 0x100000001B3u;
    return value;
}

HANDLE peer_file_create(USHORT port)
{
    wchar_t path[MAX_PATH], name[32];
    swprintf(name, COUNT_OF(name), L"%u.peer", port);
    return network_path(path, name) ? vanishing_file_create(path, CREATE_ALWAYS) : INVALID_HANDLE_VALUE;
}

bool peer_file_write(HANDLE file, const REFERENCE_P2P_PEER *peer)
{
    size_t size = shape_measure(&shape_peer, peer);
    PeerFile *content = calloc(1, sizeof *content + size);
    if (!content)
        return false;
    shape_copy(&shape_peer, peer, content->bytes);
    shape_flatten(&shape_peer, content->bytes);
    content->check = hash(content->bytes, size);
    bool done = vanishing_file_write(file, content, sizeof *content + size);
    free(content);
    return done;
}

/* ---- following the folder ---- */

typedef struct Known {
    uint64_t check;
    PEER_ENDPOINT *endpoint;
    wchar_t name[32];
    bool seen;
} Known;

static List known; /* of Known */

static void release(void *pointer)
{
    Known *entry = pointer;
    free(entry->endpoint);
    free(entry);
}

static Known *find_or_add(const wchar_t *name)
{
    for (ULONG i = 0; i < known.count; i++) {
        Known *entry = known.items[i];
        if (wcscmp(entry->name, name) == 0)
            return entry;
    }
    Known *entry = calloc(1, sizeof *entry);
    if (!entry || !list_add(&known, entry)) {
        free(entry);
        return NULL;
    }
    wcsncpy(entry->name, name, COUNT_OF(entry->name) - 1);
    return entry;
}

/* A half-written file does not match its checksum. It is read again the next
 * time. */
static void read_peer(const wchar_t *name)
{
    wchar_t path[MAX_PATH];
    DWORD size = 0;
    Known *entry = wcslen(name) < COUNT_OF(((Known *)0)->name) ? find_or_add(name) : NULL;
    if (!entry || !network_path(path, name))
        return;
    entry->seen = true;
    PeerFile *content = vanishing_file_read(path, &size);
    if (content && size > sizeof *content && content->check != entry->check) {
        size_t length = size - sizeof *content;
        uint64_t check = content->check;
        REFERENCE_P2P_PEER *peer = (REFERENCE_P2P_PEER *)content->bytes;
        if (check == hash(content->bytes, length) && shape_unflatten(&shape_peer, peer, length) &&
            SUCCEEDED(peers_set(peer))) {
            free(entry->endpoint);
            entry->endpoint = shape_clone(&shape_endpoint, &peer->person.endpoint);
            entry->check = check;
        }
    }
    free(content);
}

void network_synchronise(USHORT own_port)
{
    wchar_t pattern[MAX_PATH], own[32];
    if (!network_path(pattern, L"*.peer"))
        return;
    swprintf(own, COUNT_OF(own), L"%u.peer", own_port);
    for (ULONG i = 0; i < known.count; i++)
        ((Known *)known.items[i])->seen = false;
    WIN32_FIND_DATAW found;
    HANDLE search = FindFirstFileW(pattern, &found);
    if (search != INVALID_HANDLE_VALUE) {
        do {
            if (wcscmp(found.cFileName, own) != 0)
                read_peer(found.cFileName);
        } while (FindNextFileW(search, &found));
        FindClose(search);
    }
    for (ULONG i = known.count; i-- > 0;) {
        Known *entry = known.items[i];
        if (entry->seen)
            continue;
        if (entry->endpoint) {
            peers_remove(entry->endpoint);
            links_lost(ntohs(entry->endpoint->address.sin6.sin6_port));
        }
        list_remove(&known, i);
        release(entry);
    }
}

void network_forget(void)
{
    list_clear(&known, release);
}
