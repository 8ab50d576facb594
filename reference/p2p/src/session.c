#include "session.h"

#include "blocks.h"
#include "calls.h"
#include "endpoint-data.h"
#include "enumerations.h"
#include "events.h"
#include "invitations.h"
#include "objects.h"
#include "options.h"
#include "presence.h"
#include "transport.h"
#include "violations.h"

static ULONG startups;

bool session_started(void)
{
    return startups != 0;
}

ULONG session_startups(void)
{
    return startups;
}

DWORD session_scopes(void)
{
    return transport_scopes();
}

HRESULT session_check_signed_in(void)
{
    return session_scopes() ? S_OK : PEER_E_NOT_SIGNED_IN;
}

void session_report_leftover(const char *when)
{
    invitations_report_leftover(when);
    enumerations_report_leftover(when);
    events_report_leftover(when);
    blocks_report_leftover(when);
}

void session_close_all(void)
{
    invitations_close_all();
    enumerations_close_all();
    events_close_all();
    endpoint_data_clear();
    transport_stop();
    startups = 0;
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
        startups++;
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabShutdown(void)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabShutdown, NEEDS_STARTUP);
    if (SUCCEEDED(hr) && --startups == 0) {
        session_report_leftover("the last PeerCollabShutdown");
        endpoint_data_report_leftover("the last PeerCollabShutdown");
        session_close_all();
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
    (void)hwndParent; /* parent of a dialog that is never shown */
    if (SUCCEEDED(hr) && !valid_scopes(dwSigninOptions))
        hr = E_INVALIDARG;
    DWORD before = SUCCEEDED(hr) ? session_scopes() : 0;
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

/* One event says it all, whatever was published. */
static void after_sign_out(DWORD before)
{
    DWORD lost = before & ~session_scopes();
    if (!session_scopes()) {
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
        DWORD before = session_scopes();
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
        hr = session_check_signed_in();
    if (SUCCEEDED(hr))
        *pdwSigninOptions = session_scopes();
    return call_leave(&call, hr);
}
