#include "peers.h"

#include "checks.h"
#include "endpoint-data.h"
#include "events.h"
#include "signed-in.h"

static List peers;

static REFERENCE_P2P_PEER *find(const PEER_ENDPOINT *endpoint, ULONG *index)
{
    for (ULONG i = 0; i < peers.count; i++) {
        REFERENCE_P2P_PEER *peer = peers.items[i];
        if (endpoints_equal(&peer->person.endpoint, endpoint)) {
            *index = i;
            return peer;
        }
    }
    return NULL;
}

const REFERENCE_P2P_PEER *peers_find(const PEER_ENDPOINT *endpoint)
{
    ULONG index;
    return find(endpoint, &index);
}

const List *peers_all(void)
{
    return &peers;
}

void peers_forget(void)
{
    list_clear(&peers, free);
}

bool peer_is_near(const REFERENCE_P2P_PEER *peer)
{
    return peer && (peer->dwScopes & PEER_SIGNIN_NEAR_ME);
}

static bool same_text(const wchar_t *one, const wchar_t *other)
{
    return one == other || (one && other && wcscmp(one, other) == 0);
}

/* Only a user who is signed in near me gets events of the people there. */
static void raise_person(const REFERENCE_P2P_PEER *before, const REFERENCE_P2P_PEER *now)
{
    if (!(signed_in_scopes() & PEER_SIGNIN_NEAR_ME))
        return;
    if (peer_is_near(before) && !peer_is_near(now))
        events_raise_person(PEER_CHANGE_DELETED, &before->person);
    else if (!peer_is_near(before) && peer_is_near(now))
        events_raise_person(PEER_CHANGE_ADDED, &now->person);
    else if (peer_is_near(now) && !same_text(before->person.pwzNickName, now->person.pwzNickName))
        events_raise_person(PEER_CHANGE_UPDATED, &now->person);
}

HRESULT peers_set(const REFERENCE_P2P_PEER *peer)
{
    REFERENCE_P2P_PEER *copy = shape_clone(&shape_peer, peer);
    if (!copy)
        return E_OUTOFMEMORY;
    ULONG index = 0;
    REFERENCE_P2P_PEER *before = find(&peer->person.endpoint, &index);
    if (before) {
        peers.items[index] = copy;
    } else if (!list_add(&peers, copy)) {
        free(copy);
        return E_OUTOFMEMORY;
    }
    raise_person(before, copy);
    endpoint_data_peer_changed(&copy->person.endpoint, copy);
    free(before);
    return S_OK;
}

bool peers_remove(const PEER_ENDPOINT *endpoint)
{
    ULONG index;
    REFERENCE_P2P_PEER *peer = find(endpoint, &index);
    if (!peer)
        return false;
    list_remove(&peers, index);
    raise_person(peer, NULL);
    endpoint_data_peer_changed(&peer->person.endpoint, NULL);
    free(peer);
    return true;
}
