/* The functions that send, read, cancel and close invitations. */
#include "calls.h"
#include "checks.h"
#include "contacts.h"
#include "handles.h"
#include "invitations.h"
#include "options.h"
#include "transport.h"
#include "violations.h"

/* Contact and endpoint are those of the recipient. */
static PEER_APP_LAUNCH_INFO info_of(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint,
                                    const PEER_INVITATION *content)
{
    return (PEER_APP_LAUNCH_INFO){(PEER_CONTACT *)contact, (PEER_ENDPOINT *)endpoint,
                                  (PEER_INVITATION *)content};
}

static HRESULT check_invitation(const PEER_INVITATION *invitation)
{
    if (!invitation || guid_is_empty(&invitation->applicationId))
        return E_INVALIDARG;
    if (!data_fits(&invitation->applicationData) || !text_fits(invitation->pwzMessage))
        return E_INVALIDARG;
    return S_OK;
}

static HRESULT send_asynchronously(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint,
                                   const PEER_INVITATION *content, HANDLE event, HANDLE *handle)
{
    PEER_APP_LAUNCH_INFO info = info_of(contact, endpoint, content);
    void *sent;
    if (!handle && !options.signalWithoutHandle)
        event = NULL;
    HRESULT hr = invitation_create(&info, event, handle ? WITH_HANDLE : WITHOUT_HANDLE, &sent);
    if (FAILED(hr))
        return hr;
    if (handle)
        *handle = sent;
    transport_invite(sent, invitation_sent(sent));
    return S_OK;
}

HRESULT WINAPI PeerCollabAsyncInviteEndpoint(PCPEER_ENDPOINT pcEndpoint, PCPEER_INVITATION pcInvitation,
                                             HANDLE hEvent, HANDLE *phInvitation)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabAsyncInviteEndpoint, NEEDS_STARTUP);
    if (phInvitation)
        *phInvitation = out_unset();
    if (SUCCEEDED(hr))
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr))
        hr = check_invitation(pcInvitation);
    if (SUCCEEDED(hr))
        hr = send_asynchronously(NULL, pcEndpoint, pcInvitation, hEvent, phInvitation);
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabAsyncInviteContact(PCPEER_CONTACT pcContact, PCPEER_ENDPOINT pcEndpoint,
                                            PCPEER_INVITATION pcInvitation, HANDLE hEvent,
                                            HANDLE *phInvitation)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabAsyncInviteContact, NEEDS_STARTUP);
    if (phInvitation)
        *phInvitation = out_unset();
    if (SUCCEEDED(hr) && !pcEndpoint)
        hr = E_NOTIMPL;
    if (SUCCEEDED(hr))
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr) && !pcContact)
        pcContact = contacts_me();
    if (SUCCEEDED(hr))
        hr = check_contact(pcContact);
    if (SUCCEEDED(hr))
        hr = check_invitation(pcInvitation);
    if (SUCCEEDED(hr))
        hr = send_asynchronously(pcContact, pcEndpoint, pcInvitation, hEvent, phInvitation);
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabGetInvitationResponse(HANDLE hInvitation,
                                               PPEER_INVITATION_RESPONSE *ppInvitationResponse)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabGetInvitationResponse, NEEDS_STARTUP);
    if (ppInvitationResponse)
        *ppInvitationResponse = out_unset();
    if (SUCCEEDED(hr)) {
        bool known = handle_object(KIND_INVITATION, hInvitation, call.name);
        hr = known && ppInvitationResponse ? invitation_response(hInvitation, call.name, ppInvitationResponse)
                                           : E_INVALIDARG;
    }
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabCancelInvitation(HANDLE hInvitation)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabCancelInvitation, NEEDS_STARTUP);
    if (SUCCEEDED(hr) && !handle_object(KIND_INVITATION, hInvitation, call.name))
        hr = E_HANDLE;
    if (SUCCEEDED(hr) && invitation_cancel(hInvitation))
        transport_cancel(hInvitation);
    return call_leave(&call, hr);
}

static void close_invitation(HANDLE handle, const char *function)
{
    if (invitation_is_pending(handle)) {
        if (options.closePendingIsViolation)
            violation("close-pending: %s got the invitation %p, which was neither answered nor cancelled",
                      function, handle);
        transport_cancel(handle);
    }
    invitation_close(handle);
}

HRESULT WINAPI PeerCollabCloseHandle(HANDLE hInvitation)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabCloseHandle, NEEDS_STARTUP);
    if (SUCCEEDED(hr) && !handle_object(KIND_INVITATION, hInvitation, call.name))
        hr = E_HANDLE;
    if (SUCCEEDED(hr))
        close_invitation(hInvitation, call.name);
    return call_leave(&call, hr);
}

/* ---- the blocking pair ---- */

static HRESULT wait_for_response(void *handle, HANDLE event, const char *owner,
                                 PEER_INVITATION_RESPONSE **response)
{
    state_unlock();
    DWORD waited = WaitForSingleObject(event, options.syncTimeoutMs);
    state_lock();
    /* A shutdown on another thread may have closed the invitation. */
    if (!handle_peek(KIND_INVITATION, handle))
        return PEER_E_INVITE_CANCELLED;
    HRESULT hr = PEER_E_TIMEOUT;
    if (waited == WAIT_TIMEOUT && invitation_is_pending(handle))
        transport_cancel(handle);
    else
        hr = invitation_response(handle, owner, response);
    invitation_close(handle);
    return hr;
}

static HRESULT send_and_wait(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint,
                             const PEER_INVITATION *content, const char *owner,
                             PEER_INVITATION_RESPONSE **response)
{
    PEER_APP_LAUNCH_INFO info = info_of(contact, endpoint, content);
    void *sent;
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (!event)
        return E_OUTOFMEMORY;
    HRESULT hr = invitation_create(&info, event, SYNCHRONOUS, &sent);
    if (SUCCEEDED(hr)) {
        transport_invite(sent, invitation_sent(sent));
        hr = wait_for_response(sent, event, owner, response);
    }
    CloseHandle(event);
    return hr;
}

HRESULT WINAPI PeerCollabInviteEndpoint(PCPEER_ENDPOINT pcEndpoint, PCPEER_INVITATION pcInvitation,
                                        PPEER_INVITATION_RESPONSE *ppResponse)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabInviteEndpoint, NEEDS_STARTUP);
    if (ppResponse)
        *ppResponse = NULL;
    if (SUCCEEDED(hr) && !ppResponse)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr))
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr))
        hr = check_invitation(pcInvitation);
    if (SUCCEEDED(hr))
        hr = send_and_wait(NULL, pcEndpoint, pcInvitation, call.name, ppResponse);
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabInviteContact(PCPEER_CONTACT pcContact, PCPEER_ENDPOINT pcEndpoint,
                                       PCPEER_INVITATION pcInvitation, PPEER_INVITATION_RESPONSE *ppResponse)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabInviteContact, NEEDS_STARTUP);
    if (ppResponse)
        *ppResponse = NULL;
    if (SUCCEEDED(hr) && !ppResponse)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr))
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr) && !pcContact)
        pcContact = contacts_me();
    if (SUCCEEDED(hr))
        hr = check_contact(pcContact);
    if (SUCCEEDED(hr))
        hr = check_invitation(pcInvitation);
    if (SUCCEEDED(hr))
        hr = send_and_wait(pcContact, pcEndpoint, pcInvitation, call.name, ppResponse);
    return call_leave(&call, hr);
}
