#include "lifecycle.h"

#include "blocks.h"
#include "calls.h"
#include "endpoint-data.h"
#include "endpoint-requests.h"
#include "enumerations.h"
#include "events.h"
#include "invitations.h"
#include "objects.h"
#include "options.h"
#include "presence.h"
#include "signed-in.h"
#include "transport.h"
#include "violations.h"

void lifecycle_report_leftover(const char *when)
{
    invitations_report_leftover(when);
    enumerations_report_leftover(when);
    events_report_leftover(when);
    blocks_report_leftover(when);
}

void lifecycle_close_all(void)
{
    invitations_close_all(transport_cancel);
    enumerations_close_all();
    events_close_all();
    endpoint_requests_clear();
    endpoint_data_clear();
    transport_stop();
    calls_set_startups(0);
}

HRESULT WINAPI PeerCollabStartup(WORD wVersionRequested)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabStartup, NEEDS_NOTHING);
    /* The minor version is in the high byte: 1.0 is 0x0001. */
    if (SUCCEEDED(hr) && (LOBYTE(wVersionRequested) > 1 || (LOBYTE(wVersionRequested) == 1 &&
                                                           HIBYTE(wVersionRequested) > 0)))
        hr = PEER_E_UNSUPPORTED_VERSION;
    if (SUCCEEDED(hr))
        calls_set_startups(calls_startups() + 1);
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabShutdown(void)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabShutdown, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        calls_set_startups(calls_startups() - 1);
    if (SUCCEEDED(hr) && !calls_startups()) {
        lifecycle_report_leftover("the last PeerCollabShutdown");
        endpoint_data_report_leftover("the last PeerCollabShutdown");
        lifecycle_close_all();
    }
    return call_leave(&call, hr);
}

static bool valid_scopes(DWORD flags)
{
    return flags != 0 && (flags & ~(DWORD)PEER_SIGNIN_ALL) == 0;
}

HRESULT WINAPI PeerCollabSignin(HWND hwndParent, DWORD dwSigninOptions)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabSignin, NEEDS_STARTUP);
    (void)hwndParent; /* the parent of a dialog that is never shown */
    if (SUCCEEDED(hr) && !valid_scopes(dwSigninOptions))
        hr = E_INVALIDARG;
    DWORD before = SUCCEEDED(hr) ? signed_in_scopes() : 0;
    if (SUCCEEDED(hr))
        hr = transport_sign_in(dwSigninOptions);
    if (SUCCEEDED(hr)) {
        if (!before)
            presence_begin();
        if (~before & dwSigninOptions & PEER_SIGNIN_NEAR_ME)
            events_raise_person(PEER_CHANGE_ADDED, NULL);
        if (options.noConnectivity)
            hr = PEER_S_NO_CONNECTIVITY;
    }
    return call_leave(&call, hr);
}

/* One event stands for all published data. */
static void after_sign_out(DWORD before)
{
    DWORD lost = before & ~signed_in_scopes();
    if (!signed_in_scopes()) {
        objects_clear();
        presence_end();
    }
    if (lost & PEER_SIGNIN_NEAR_ME)
        events_raise_person(PEER_CHANGE_DELETED, NULL);
    else if (lost)
        events_raise_presence(NULL, NULL, PEER_CHANGE_DELETED, NULL);
}

HRESULT WINAPI PeerCollabSignout(DWORD dwSigninOptions)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabSignout, NEEDS_STARTUP);
    if (SUCCEEDED(hr) && !valid_scopes(dwSigninOptions))
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr)) {
        DWORD before = signed_in_scopes();
        hr = transport_sign_out(dwSigninOptions);
        if (SUCCEEDED(hr))
            after_sign_out(before);
    }
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabGetSigninOptions(DWORD *pdwSigninOptions)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabGetSigninOptions, NEEDS_STARTUP);
    if (pdwSigninOptions)
        *pdwSigninOptions = PEER_SIGNIN_NONE;
    if (SUCCEEDED(hr) && !pdwSigninOptions)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr))
        hr = check_signed_in();
    if (SUCCEEDED(hr))
        *pdwSigninOptions = signed_in_scopes();
    return call_leave(&call, hr);
}
