/* The functions that read the data of the own endpoint and of other endpoints. */
#include "applications.h"
#include "blocks.h"
#include "calls.h"
#include "checks.h"
#include "contacts.h"
#include "endpoint-data.h"
#include "enumerations.h"
#include "objects.h"
#include "options.h"
#include "peers.h"
#include "presence.h"
#include "signed-in.h"
#include "transport.h"

static const REFERENCE_P2P_PEER *known(const PEER_ENDPOINT *endpoint)
{
    transport_refresh_peers();
    return endpoint_data_of(endpoint);
}

HRESULT WINAPI PeerCollabGetPresenceInfo(PCPEER_ENDPOINT pcEndpoint, PPEER_PRESENCE_INFO *ppPresenceInfo)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabGetPresenceInfo, NEEDS_STARTUP);
    if (ppPresenceInfo)
        *ppPresenceInfo = out_unset();
    if (SUCCEEDED(hr) && !ppPresenceInfo)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr) && pcEndpoint)
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr)) {
        const REFERENCE_P2P_PEER *peer = pcEndpoint ? known(pcEndpoint) : NULL;
        const PEER_PRESENCE_INFO *found = peer ? peer->pPresence : NULL;
        if (!pcEndpoint && signed_in_scopes())
            found = presence_own();
        hr = found ? S_OK : PEER_E_NOT_FOUND;
        if (found) {
            *ppPresenceInfo = block_copy(&shape_presence, found, call.name);
            hr = *ppPresenceInfo ? S_OK : E_OUTOFMEMORY;
        }
    }
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabQueryContactData(PCPEER_ENDPOINT pcEndpoint, PWSTR *ppwzContactData)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabQueryContactData, NEEDS_STARTUP);
    if (ppwzContactData)
        *ppwzContactData = out_unset();
    if (SUCCEEDED(hr) && !ppwzContactData)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr) && pcEndpoint)
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr)) {
        const REFERENCE_P2P_PEER *peer = pcEndpoint ? known(pcEndpoint) : NULL;
        const PEER_CONTACT *contact = pcEndpoint ? (peer ? peer->pContact : NULL) : contacts_me();
        hr = contact ? contacts_export(contact, call.name, ppwzContactData) : PEER_E_NOT_FOUND;
    }
    return call_leave(&call, hr);
}

static bool is_trusted(const REFERENCE_P2P_PEER *peer)
{
    return peer->pContact && contacts_find(peer->pContact->pwzPeerName);
}

/* Only trusted contacts see applications. Others see an empty set. */
static HRESULT applications_of(const PEER_ENDPOINT *endpoint, const GUID *id, List *items)
{
    if (!endpoint)
        return applications_list(id, items) ? S_OK : E_OUTOFMEMORY;
    const REFERENCE_P2P_PEER *peer = known(endpoint);
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
    const REFERENCE_P2P_PEER *peer = known(endpoint);
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
        hr = check_signed_in();
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
        HRESULT hr = endpoint_data_keep(&peer->person.endpoint, peer);
        if (FAILED(hr) || !list_add(items, &peer->person.endpoint))
            return E_OUTOFMEMORY;
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
        hr = check_signed_in();
    if (SUCCEEDED(hr))
        hr = endpoints_of(pcContact, &items);
    if (SUCCEEDED(hr))
        hr = enumeration_open(&shape_endpoint, &items, call.name, phPeerEnum);
    list_clear(&items, NULL);
    return call_leave(&call, hr);
}
