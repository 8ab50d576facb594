#include "presence.h"

#include "blocks.h"
#include "calls.h"
#include "checks.h"
#include "events.h"
#include "options.h"
#include "publication.h"
#include "signed-in.h"
#include "store.h"

static PEER_PRESENCE_INFO *presence;
static Store names = {L"endpoint", &shape_string, {0}};
static wchar_t computer[MAX_COMPUTERNAME_LENGTH + 1];

const PEER_PRESENCE_INFO *presence_own(void)
{
    static const PEER_PRESENCE_INFO online = {PEER_PRESENCE_ONLINE, NULL};
    return presence ? presence : &online;
}

static void replace(const PEER_PRESENCE_INFO *info)
{
    free(presence);
    presence = info ? shape_clone(&shape_presence, info) : NULL;
}

void presence_begin(void)
{
    replace(NULL);
    events_raise_presence(NULL, NULL, PEER_CHANGE_ADDED, presence_own());
}

void presence_end(void)
{
    replace(NULL);
}

static HRESULT check_presence(const PEER_PRESENCE_INFO *info)
{
    /* OFFLINE cannot be set: signing out does that. */
    return info && info->status > PEER_PRESENCE_OFFLINE && info->status <= PEER_PRESENCE_ONLINE &&
                   text_fits(info->pwzDescriptiveText)
               ? S_OK
               : E_INVALIDARG;
}

HRESULT WINAPI PeerCollabSetPresenceInfo(PCPEER_PRESENCE_INFO pcPresenceInfo)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabSetPresenceInfo, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        hr = check_presence(pcPresenceInfo);
    if (SUCCEEDED(hr))
        hr = check_signed_in();
    if (SUCCEEDED(hr)) {
        replace(pcPresenceInfo);
        hr = presence ? S_OK : E_OUTOFMEMORY;
    }
    if (SUCCEEDED(hr)) {
        events_raise_presence(NULL, NULL, PEER_CHANGE_UPDATED, presence);
        publication_changed();
    }
    return call_leave(&call, hr);
}

/* ---- the name of the endpoint: at first the name of the computer ---- */

const wchar_t *endpoint_name_own(void)
{
    store_load(&names);
    const wchar_t *name = store_get(&names, L"name");
    if (name)
        return name;
    DWORD size = COUNT_OF(computer);
    if (!GetComputerNameW(computer, &size))
        wcscpy(computer, L"computer");
    return computer;
}

void endpoint_name_forget(void)
{
    store_forget(&names);
}

HRESULT WINAPI PeerCollabGetEndpointName(PWSTR *ppwzEndpointName)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabGetEndpointName, NEEDS_STARTUP);
    if (ppwzEndpointName)
        *ppwzEndpointName = out_unset();
    if (SUCCEEDED(hr) && !ppwzEndpointName)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr))
        hr = check_signed_in();
    if (SUCCEEDED(hr)) {
        *ppwzEndpointName = block_copy(&shape_string, endpoint_name_own(), call.name);
        hr = *ppwzEndpointName ? S_OK : E_OUTOFMEMORY;
    }
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabSetEndpointName(PCWSTR pwzEndpointName)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabSetEndpointName, NEEDS_STARTUP);
    if (SUCCEEDED(hr) && (!pwzEndpointName || !*pwzEndpointName || !text_fits(pwzEndpointName)))
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr))
        hr = check_signed_in();
    /* Setting the same name again is an error. Its code is not documented. */
    if (SUCCEEDED(hr) && wcscmp(pwzEndpointName, endpoint_name_own()) == 0)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr))
        hr = store_put(&names, L"name", pwzEndpointName);
    if (SUCCEEDED(hr)) {
        events_raise_endpoint(NULL, NULL);
        publication_changed();
    }
    return call_leave(&call, hr);
}
