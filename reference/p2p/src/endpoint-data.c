#include "endpoint-data.h"

#include "checks.h"
#include "events.h"
#include "violations.h"

typedef struct Entry {
    PEER_ENDPOINT *endpoint;
    REFERENCE_P2P_PEER *snapshot;
    bool cached; /* refreshed or enumerated: the snapshot stays without a subscription */
    bool subscribed; /* the subscription has completed */
    ULONG subscriptions;
} Entry;

static List entries; /* of Entry */

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
    const Entry *entry = find(endpoint, NULL);
    return entry && (entry->cached || entry->subscribed) ? entry->snapshot : NULL;
}

/* ---- the events of a change for a subscriber ---- */

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

/* ---- keeping and subscribing ---- */

HRESULT endpoint_data_keep(const PEER_ENDPOINT *endpoint, const REFERENCE_P2P_PEER *peer)
{
    Entry *entry = find_or_add(endpoint);
    if (!entry)
        return E_OUTOFMEMORY;
    entry->cached = true;
    take_snapshot(entry, peer);
    return S_OK;
}

void endpoint_data_delete(const PEER_ENDPOINT *endpoint)
{
    Entry *entry = find(endpoint, NULL);
    if (!entry)
        return;
    entry->cached = false;
    remove_if_unused(endpoint);
}

HRESULT endpoint_data_subscribe(const PEER_ENDPOINT *endpoint)
{
    Entry *entry = find_or_add(endpoint);
    if (!entry)
        return E_OUTOFMEMORY;
    return entry->subscriptions++ ? PEER_S_SUBSCRIPTION_EXISTS : S_OK;
}

void endpoint_data_subscribed(const PEER_ENDPOINT *endpoint, HRESULT result, const REFERENCE_P2P_PEER *peer)
{
    Entry *entry = find(endpoint, NULL);
    if (!entry)
        return;
    entry->subscribed = SUCCEEDED(result);
    if (SUCCEEDED(result))
        take_snapshot(entry, peer);
    else
        entry->subscriptions = 0;
    remove_if_unused(endpoint);
}

HRESULT endpoint_data_unsubscribe(const PEER_ENDPOINT *endpoint)
{
    Entry *entry = find(endpoint, NULL);
    if (!entry || !entry->subscriptions)
        return E_INVALIDARG;
    if (--entry->subscriptions == 0)
        entry->subscribed = false;
    remove_if_unused(endpoint);
    return S_OK;
}

/* ---- for other modules ---- */

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
}
