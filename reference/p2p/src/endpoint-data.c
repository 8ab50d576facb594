#include "endpoint-data.h"

#include "applications.h"
#include "calls.h"
#include "checks.h"
#include "contacts.h"
#include "enumerations.h"
#include "events.h"
#include "objects.h"
#include "options.h"
#include "session.h"
#include "transport.h"
#include "violations.h"

typedef struct Entry {
    PEER_ENDPOINT *endpoint;
    REFERENCE_P2P_PEER *snapshot;
    bool cached; /* refreshed or enumerated: the snapshot stays without a subscription */
    bool subscribed; /* the subscription has completed */
    ULONG subscriptions;
} Entry;

typedef struct Request {
    PEER_ENDPOINT *endpoint;
    bool subscribe;
} Request;

static List entries; /* of Entry */
static List held; /* of Request: waiting for ReferenceP2PCompleteRequest */

/* ---- entries ---- */

static Entry *find(const PEER_ENDPOINT *endpoint, ULONG *index)
{
    for (ULONG i = 0; i < entries.count; i++) {
        Entry *entry = entries.items[i];
        if (endpoints_equal(entry->endpoint, endpoint)) {
            if (index)
                *index = i;
            return entry;
        }
    }
    return NULL;
}

static Entry *find_or_add(const PEER_ENDPOINT *endpoint)
{
    Entry *entry = find(endpoint, NULL);
    if (entry)
        return entry;
    entry = calloc(1, sizeof *entry);
    if (entry)
        entry->endpoint = shape_clone(&shape_endpoint, endpoint);
    if (!entry || !entry->endpoint || !list_add(&entries, entry)) {
        if (entry)
            free(entry->endpoint);
        free(entry);
        return NULL;
    }
    return entry;
}

static void release_entry(void *pointer)
{
    Entry *entry = pointer;
    free(entry->endpoint);
    free(entry->snapshot);
    free(entry);
}

static void remove_if_unused(const PEER_ENDPOINT *endpoint)
{
    ULONG index;
    Entry *entry = find(endpoint, &index);
    if (!entry || entry->cached || entry->subscriptions)
        return;
    list_remove(&entries, index);
    release_entry(entry);
}

static void take_snapshot(Entry *entry, const REFERENCE_P2P_PEER *peer)
{
    REFERENCE_P2P_PEER *copy = peer ? shape_clone(&shape_peer, peer) : NULL;
    free(entry->snapshot);
    entry->snapshot = copy;
}

const REFERENCE_P2P_PEER *endpoint_data_of(const PEER_ENDPOINT *endpoint)
{
    transport_refresh_peers();
    const Entry *entry = find(endpoint, NULL);
    return entry && (entry->cached || entry->subscribed) ? entry->snapshot : NULL;
}

/* ---- what a change means to a subscriber ---- */

static bool same_bytes(const PEER_DATA *one, const PEER_DATA *other)
{
    return one->cbData == other->cbData &&
           (!one->cbData || memcmp(one->pbData, other->pbData, one->cbData) == 0);
}

static bool same_text(const wchar_t *one, const wchar_t *other)
{
    return one == other || (one && other && wcscmp(one, other) == 0);
}

static bool same_presence(const PEER_PRESENCE_INFO *one, const PEER_PRESENCE_INFO *other)
{
    if (!one || !other)
        return one == other;
    return one->status == other->status && same_text(one->pwzDescriptiveText, other->pwzDescriptiveText);
}

static const PEER_APPLICATION *application_in(const REFERENCE_P2P_PEER *peer, const GUID *id)
{
    for (ULONG i = 0; i < peer->cApplications; i++)
        if (IsEqualGUID(&peer->pApplications[i].id, id))
            return &peer->pApplications[i];
    return NULL;
}

static const PEER_OBJECT *object_in(const REFERENCE_P2P_PEER *peer, const GUID *id)
{
    for (ULONG i = 0; i < peer->cObjects; i++)
        if (IsEqualGUID(&peer->pObjects[i].id, id))
            return &peer->pObjects[i];
    return NULL;
}

static void raise_application_changes(const REFERENCE_P2P_PEER *before, const REFERENCE_P2P_PEER *now)
{
    const PEER_CONTACT *contact = now->pContact;
    const PEER_ENDPOINT *endpoint = &now->person.endpoint;
    for (ULONG i = 0; i < before->cApplications; i++)
        if (!application_in(now, &before->pApplications[i].id))
            events_raise_application(contact, endpoint, PEER_CHANGE_DELETED, &before->pApplications[i]);
    for (ULONG i = 0; i < now->cApplications; i++) {
        const PEER_APPLICATION *application = &now->pApplications[i];
        const PEER_APPLICATION *old = application_in(before, &application->id);
        if (!old)
            events_raise_application(contact, endpoint, PEER_CHANGE_ADDED, application);
        else if (!same_bytes(&old->data, &application->data) ||
                 !same_text(old->pwzDescription, application->pwzDescription))
            events_raise_application(contact, endpoint, PEER_CHANGE_UPDATED, application);
    }
}

static void raise_object_changes(const REFERENCE_P2P_PEER *before, const REFERENCE_P2P_PEER *now)
{
    const PEER_CONTACT *contact = now->pContact;
    const PEER_ENDPOINT *endpoint = &now->person.endpoint;
    for (ULONG i = 0; i < before->cObjects; i++)
        if (!object_in(now, &before->pObjects[i].id))
            events_raise_object(contact, endpoint, PEER_CHANGE_DELETED, &before->pObjects[i]);
    for (ULONG i = 0; i < now->cObjects; i++) {
        const PEER_OBJECT *object = &now->pObjects[i];
        const PEER_OBJECT *old = object_in(before, &object->id);
        if (!old)
            events_raise_object(contact, endpoint, PEER_CHANGE_ADDED, object);
        else if (!same_bytes(&old->data, &object->data))
            events_raise_object(contact, endpoint, PEER_CHANGE_UPDATED, object);
    }
}

static void raise_changes(const REFERENCE_P2P_PEER *before, const REFERENCE_P2P_PEER *now)
{
    const PEER_CONTACT *contact = now->pContact;
    const PEER_ENDPOINT *endpoint = &now->person.endpoint;
    if (!same_text(before->person.endpoint.pwzEndpointName, endpoint->pwzEndpointName))
        events_raise_endpoint(contact, endpoint);
    if (!same_presence(before->pPresence, now->pPresence))
        events_raise_presence(contact, endpoint, PEER_CHANGE_UPDATED, now->pPresence);
    raise_application_changes(before, now);
    raise_object_changes(before, now);
}

void endpoint_data_peer_changed(const PEER_ENDPOINT *endpoint, const REFERENCE_P2P_PEER *now)
{
    Entry *entry = find(endpoint, NULL);
    if (!entry || !entry->subscribed)
        return;
    if (entry->snapshot && now)
        raise_changes(entry->snapshot, now);
    else if (entry->snapshot)
        events_raise_presence(entry->snapshot->pContact, endpoint, PEER_CHANGE_DELETED, NULL);
    else if (now)
        events_raise_presence(now->pContact, endpoint, PEER_CHANGE_ADDED, now->pPresence);
    take_snapshot(entry, now);
}

/* ---- refresh and subscribe: the result comes as an event ---- */

static void release_request(void *pointer)
{
    Request *request = pointer;
    free(request->endpoint);
    free(request);
}

static void finish(const Request *request, HRESULT result)
{
    const REFERENCE_P2P_PEER *peer = peers_find(request->endpoint);
    Entry *entry = find(request->endpoint, NULL);
    if (!request->subscribe && SUCCEEDED(result) && !entry)
        entry = find_or_add(request->endpoint);
    if (entry && request->subscribe) {
        entry->subscribed = SUCCEEDED(result);
        if (FAILED(result))
            entry->subscriptions = 0;
    } else if (entry && SUCCEEDED(result)) {
        entry->cached = true;
    }
    if (entry && SUCCEEDED(result))
        take_snapshot(entry, peer);
    events_raise_request(request->endpoint, result);
    remove_if_unused(request->endpoint);
}

static DWORD WINAPI finish_later(void *pointer)
{
    Request *request = pointer;
    state_lock();
    if (session_started()) {
        transport_refresh_peers();
        finish(request, peers_find(request->endpoint) ? S_OK : PEER_E_CONNECTION_FAILED);
    }
    state_unlock();
    release_request(request);
    return 0;
}

static HRESULT start(const PEER_ENDPOINT *endpoint, bool subscribe)
{
    Request *request = calloc(1, sizeof *request);
    if (request) {
        request->endpoint = shape_clone(&shape_endpoint, endpoint);
        request->subscribe = subscribe;
    }
    bool started = request && request->endpoint &&
                   (options.holdRequests ? list_add(&held, request)
                                         : QueueUserWorkItem(finish_later, request, WT_EXECUTEDEFAULT));
    if (!started && request)
        release_request(request);
    return started ? S_OK : E_OUTOFMEMORY;
}

bool endpoint_data_complete(const PEER_ENDPOINT *endpoint, HRESULT result)
{
    for (ULONG i = 0; i < held.count; i++) {
        Request *request = held.items[i];
        if (!endpoints_equal(request->endpoint, endpoint))
            continue;
        memmove(&held.items[i], &held.items[i + 1], (held.count - i - 1) * sizeof(void *));
        held.count--;
        finish(request, result);
        release_request(request);
        return true;
    }
    return false;
}

static HRESULT subscribe(const PEER_ENDPOINT *endpoint)
{
    Entry *entry = find_or_add(endpoint);
    if (!entry)
        return E_OUTOFMEMORY;
    if (entry->subscriptions++) {
        if (options.eventForExistingSubscription)
            events_raise_request(endpoint, S_OK);
        return PEER_S_SUBSCRIPTION_EXISTS;
    }
    HRESULT hr = start(endpoint, true);
    if (FAILED(hr)) {
        entry->subscriptions = 0;
        remove_if_unused(endpoint);
    }
    return hr;
}

static HRESULT unsubscribe(const PEER_ENDPOINT *endpoint)
{
    Entry *entry = find(endpoint, NULL);
    if (!entry || !entry->subscriptions)
        return E_INVALIDARG;
    if (--entry->subscriptions == 0)
        entry->subscribed = false;
    remove_if_unused(endpoint);
    return S_OK;
}

HRESULT WINAPI PeerCollabRefreshEndpointData(PCPEER_ENDPOINT pcEndpoint)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabRefreshEndpointData, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr))
        hr = start(pcEndpoint, false);
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabDeleteEndpointData(PCPEER_ENDPOINT pcEndpoint)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabDeleteEndpointData, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        hr = check_endpoint(pcEndpoint, call.name);
    Entry *entry = SUCCEEDED(hr) ? find(pcEndpoint, NULL) : NULL;
    if (entry) {
        entry->cached = false;
        remove_if_unused(pcEndpoint);
    }
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabSubscribeEndpointData(const PCPEER_ENDPOINT pcEndpoint)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabSubscribeEndpointData, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr))
        hr = subscribe(pcEndpoint);
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabUnsubscribeEndpointData(const PCPEER_ENDPOINT pcEndpoint)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabUnsubscribeEndpointData, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr))
        hr = unsubscribe(pcEndpoint);
    return call_leave(&call, hr);
}

/* ---- the enumerations that read it ---- */

static bool is_trusted(const REFERENCE_P2P_PEER *peer)
{
    return peer->pContact && contacts_find(peer->pContact->pwzPeerName);
}

/* Applications are shown to trusted contacts only: others see an empty set. */
static HRESULT applications_of(const PEER_ENDPOINT *endpoint, const GUID *id, List *items)
{
    if (!endpoint)
        return applications_list(id, items) ? S_OK : E_OUTOFMEMORY;
    const REFERENCE_P2P_PEER *peer = endpoint_data_of(endpoint);
    if (!peer)
        return E_INVALIDARG;
    for (ULONG i = 0; is_trusted(peer) && i < peer->cApplications; i++)
        if ((!id || IsEqualGUID(id, &peer->pApplications[i].id)) &&
            !list_add(items, &peer->pApplications[i]))
            return E_OUTOFMEMORY;
    return S_OK;
}

static HRESULT objects_of(const PEER_ENDPOINT *endpoint, const GUID *id, List *items)
{
    if (!endpoint)
        return objects_list(id, items) ? S_OK : E_OUTOFMEMORY;
    const REFERENCE_P2P_PEER *peer = endpoint_data_of(endpoint);
    if (!peer)
        return E_INVALIDARG;
    for (ULONG i = 0; i < peer->cObjects; i++)
        if ((!id || IsEqualGUID(id, &peer->pObjects[i].id)) && !list_add(items, &peer->pObjects[i]))
            return E_OUTOFMEMORY;
    return S_OK;
}

HRESULT WINAPI PeerCollabEnumApplications(PCPEER_ENDPOINT pcEndpoint, const GUID *pApplicationId,
                                          HPEERENUM *phPeerEnum)
{
    Call call;
    List items = {0};
    HRESULT hr = call_enter(&call, FN_PeerCollabEnumApplications, NEEDS_STARTUP);
    if (phPeerEnum)
        *phPeerEnum = out_unset();
    if (SUCCEEDED(hr) && !phPeerEnum)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr) && pcEndpoint)
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr))
        hr = applications_of(pcEndpoint, pApplicationId, &items);
    if (SUCCEEDED(hr))
        hr = enumeration_open(&shape_application, &items, call.name, phPeerEnum);
    list_clear(&items, NULL);
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabEnumObjects(PCPEER_ENDPOINT pcEndpoint, const GUID *pObjectId, HPEERENUM *phPeerEnum)
{
    Call call;
    List items = {0};
    HRESULT hr = call_enter(&call, FN_PeerCollabEnumObjects, NEEDS_STARTUP);
    if (phPeerEnum)
        *phPeerEnum = out_unset();
    if (SUCCEEDED(hr) && !phPeerEnum)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr) && pcEndpoint)
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr))
        hr = session_check_signed_in();
    if (SUCCEEDED(hr))
        hr = objects_of(pcEndpoint, pObjectId, &items);
    if (SUCCEEDED(hr))
        hr = enumeration_open(&shape_object, &items, call.name, phPeerEnum);
    list_clear(&items, NULL);
    return call_leave(&call, hr);
}

static bool is_endpoint_of(const REFERENCE_P2P_PEER *peer, const PEER_CONTACT *contact)
{
    return (peer->dwScopes & PEER_SIGNIN_INTERNET) && peer->pContact &&
           wcscmp(peer->pContact->pwzPeerName, contact->pwzPeerName) == 0;
}

/* The data of enumerated endpoints is available without a refresh. */
static HRESULT endpoints_of(const PEER_CONTACT *contact, List *items)
{
    const PEER_CONTACT *stored = contacts_find(contact->pwzPeerName);
    if (!stored || !stored->fWatch)
        return E_INVALIDARG;
    transport_refresh_peers();
    const List *peers = peers_all();
    for (ULONG i = 0; i < peers->count && items->count < LIMIT_ENDPOINTS_PER_CONTACT; i++) {
        REFERENCE_P2P_PEER *peer = peers->items[i];
        if (!is_endpoint_of(peer, contact))
            continue;
        Entry *entry = find_or_add(&peer->person.endpoint);
        if (!entry || !list_add(items, &peer->person.endpoint))
            return E_OUTOFMEMORY;
        entry->cached = true;
        take_snapshot(entry, peer);
    }
    return S_OK;
}

HRESULT WINAPI PeerCollabEnumEndpoints(PCPEER_CONTACT pcContact, HPEERENUM *phPeerEnum)
{
    Call call;
    List items = {0};
    HRESULT hr = call_enter(&call, FN_PeerCollabEnumEndpoints, NEEDS_STARTUP);
    if (phPeerEnum)
        *phPeerEnum = out_unset();
    if (SUCCEEDED(hr))
        hr = phPeerEnum ? check_contact(pcContact) : E_INVALIDARG;
    if (SUCCEEDED(hr))
        hr = session_check_signed_in();
    if (SUCCEEDED(hr))
        hr = endpoints_of(pcContact, &items);
    if (SUCCEEDED(hr))
        hr = enumeration_open(&shape_endpoint, &items, call.name, phPeerEnum);
    list_clear(&items, NULL);
    return call_leave(&call, hr);
}

/* ---- for the rest of the DLL ---- */

ULONG endpoint_data_subscriptions(void)
{
    ULONG total = 0;
    for (ULONG i = 0; i < entries.count; i++)
        total += ((Entry *)entries.items[i])->subscriptions;
    return total;
}

void endpoint_data_report_leftover(const char *when)
{
    ULONG left = endpoint_data_subscriptions();
    if (left)
        violation("left-over: %lu subscription(s) to endpoint data not given up at %s", left, when);
}

void endpoint_data_clear(void)
{
    list_clear(&entries, release_entry);
    list_clear(&held, release_request);
}
