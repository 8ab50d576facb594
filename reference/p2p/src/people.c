/* The people near me. */
#include "calls.h"
#include "enumerations.h"
#include "options.h"
#include "peers.h"
#include "signed-in.h"
#include "transport.h"

HRESULT WINAPI PeerCollabEnumPeopleNearMe(HPEERENUM *phPeerEnum)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabEnumPeopleNearMe, NEEDS_STARTUP);
    if (phPeerEnum)
        *phPeerEnum = out_unset();
    if (SUCCEEDED(hr) && !phPeerEnum)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr) && !(signed_in_scopes() & PEER_SIGNIN_NEAR_ME))
        hr = PEER_E_NOT_SIGNED_IN;
    if (SUCCEEDED(hr)) {
        List items = {0};
        transport_refresh_peers();
        const List *peers = peers_all();
        for (ULONG i = 0; i < peers->count && SUCCEEDED(hr); i++) {
            REFERENCE_P2P_PEER *peer = peers->items[i];
            if (peer_is_near(peer) && !list_add(&items, &peer->person))
                hr = E_OUTOFMEMORY;
        }
        if (SUCCEEDED(hr))
            hr = enumeration_open(&shape_person, &items, call.name, phPeerEnum);
        list_clear(&items, NULL);
    }
    return call_leave(&call, hr);
}
