#include "peers.h"

#include "calls.h"
#include "checks.h"
#include "endpoint-data.h"
#include "enumerations.h"
#include "events.h"
#include "options.h"
#include "session.h"
#include "transport.h"

static const Field fields[] = {
    {FIELD_INLINE, offsetof(REFERENCE_P2P_PEER, person), &shape_person, 0},
    {FIELD_POINTER, offsetof(REFERENCE_P2P_PEER, pContact), &shape_contact, 0},
    {FIELD_POINTER, offsetof(REFERENCE_P2P_PEER, pPresence), &shape_presence, 0},
    {FIELD_ARRAY, offsetof(REFERENCE_P2P_PEER, pApplications), &shape_application,
     offsetof(REFERENCE_P2P_PEER, cApplications)},
    {FIELD_ARRAY, offsetof(REFERENCE_P2P_PEER, pObjects), &shape_object,
     offsetof(REFERENCE_P2P_PEER, cObjects)},
};
const Shape shape_peer = {sizeof(REFERENCE_P2P_PEER), COUNT_OF(fields), fields};

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

static bool near_me(const REFERENCE_P2P_PEER *peer)
{
    return peer && (peer->dwScopes & PEER_SIGNIN_NEAR_ME);
}

static bool same_text(const wchar_t *one, const wchar_t *other)
{
    return one == other || (one && other && wcscmp(one, other) == 0);
}

/* Who is not signed in near me hears nothing of the people there. */
static void raise_person(const REFERENCE_P2P_PEER *before, const REFERENCE_P2P_PEER *now)
{
    if (!(session_scopes() & PEER_SIGNIN_NEAR_ME))
        return;
    if (near_me(before) && !near_me(now))
        events_raise_person(PEER_CHANGE_DELETED, &before->person);
    else if (!near_me(before) && near_me(now))
        events_raise_person(PEER_CHANGE_ADDED, &now->person);
    else if (near_me(now) && !same_text(before->person.pwzNickName, now->person.pwzNickName))
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

HRESULT WINAPI PeerCollabEnumPeopleNearMe(HPEERENUM *phPeerEnum)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabEnumPeopleNearMe, NEEDS_STARTUP);
    if (phPeerEnum)
        *phPeerEnum = out_unset();
    if (SUCCEEDED(hr) && !phPeerEnum)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr) && !(session_scopes() & PEER_SIGNIN_NEAR_ME))
        hr = PEER_E_NOT_SIGNED_IN;
    if (SUCCEEDED(hr)) {
        List items = {0};
        transport_refresh_peers();
        for (ULONG i = 0; i < peers.count && SUCCEEDED(hr); i++) {
            REFERENCE_P2P_PEER *peer = peers.items[i];
            if (near_me(peer) && !list_add(&items, &peer->person))
                hr = E_OUTOFMEMORY;
        }
        if (SUCCEEDED(hr))
            hr = enumeration_open(&shape_person, &items, call.name, phPeerEnum);
        list_clear(&items, NULL);
    }
    return call_leave(&call, hr);
}
