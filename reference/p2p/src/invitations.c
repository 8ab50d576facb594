#include "invitations.h"

#include "blocks.h"
#include "calls.h"
#include "checks.h"
#include "contacts.h"
#include "handles.h"
#include "options.h"
#include "transport.h"
#include "violations.h"

typedef struct Invitation {
    void *handle;
    HANDLE event; /* the caller's; NULL when it polls */
    PEER_APP_LAUNCH_INFO *sent; /* contact and endpoint are those of the recipient */
    wchar_t *message;
    HRESULT failure;
    HRESULT extended;
    PEER_INVITATION_RESPONSE_TYPE action;
    InvitationState state;
    bool forgotten; /* nobody has the handle: goes away with its outcome */
    bool synchronous;
} Invitation;

static ULONG live, pending;
static LARGE_INTEGER first_signal;

static void signal_event(const Invitation *invitation)
{
    if (!invitation->event)
        return;
    if (!first_signal.QuadPart)
        QueryPerformanceCounter(&first_signal);
    if (!SetEvent(invitation->event))
        violation("closed-event: the event of invitation %p was closed before the invitation",
                  invitation->handle);
}

static void destroy(Invitation *invitation)
{
    if (invitation->state == PENDING)
        pending--;
    if (!invitation->forgotten && !invitation->synchronous)
        live--;
    handle_close(invitation->handle);
    free(invitation->sent);
    free(invitation->message);
    free(invitation);
}

/* ---- sending ---- */

static HRESULT check_invitation(const PEER_INVITATION *invitation)
{
    if (!invitation || guid_is_empty(&invitation->applicationId))
        return E_INVALIDARG;
    if (!data_fits(&invitation->applicationData) || !text_fits(invitation->pwzMessage))
        return E_INVALIDARG;
    return S_OK;
}

static HRESULT create(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint,
                    const PEER_INVITATION *content, HANDLE event, Invitation **created)
{
    PEER_APP_LAUNCH_INFO info = {(PEER_CONTACT *)contact, (PEER_ENDPOINT *)endpoint,
                                 (PEER_INVITATION *)content};
    Invitation *invitation = calloc(1, sizeof *invitation);
    if (!invitation)
        return E_OUTOFMEMORY;
    invitation->event = event;
    invitation->sent = shape_clone(&shape_launch_info, &info);
    if (invitation->sent)
        invitation->handle = handle_open(KIND_INVITATION, invitation);
    if (!invitation->handle) {
        free(invitation->sent);
        free(invitation);
        return E_OUTOFMEMORY;
    }
    invitation->state = PENDING;
    pending++;
    live++;
    *created = invitation;
    return S_OK;
}

static HRESULT send_asynchronously(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint,
                                   const PEER_INVITATION *content, HANDLE event, HANDLE *handle)
{
    Invitation *invitation;
    HRESULT hr = create(contact, endpoint, content, event, &invitation);
    if (FAILED(hr))
        return hr;
    if (handle) {
        *handle = invitation->handle;
    } else {
        invitation->forgotten = true;
        live--;
        if (!options.signalWithoutHandle)
            invitation->event = NULL;
    }
    transport_invite(invitation->handle, invitation->sent);
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

/* ---- the answer ---- */

static HRESULT read_response(const Invitation *invitation, const char *owner,
                             PEER_INVITATION_RESPONSE **response)
{
    switch (invitation->state) {
    case PENDING:
        return PEER_E_INVITE_RESPONSE_NOT_AVAILABLE;
    case CANCELLED:
        return PEER_E_INVITE_CANCELLED;
    case FAILED_FINALLY:
        return invitation->failure;
    case ANSWERED:
        break;
    }
    if (invitation->action == PEER_INVITATION_RESPONSE_EXPIRED && options.expireAs)
        return options.expireAs == 1 ? PEER_E_TIMEOUT : HRESULT_FROM_WIN32(ERROR_TIMEOUT);
    PEER_INVITATION_RESPONSE answer = {invitation->action, invitation->message, invitation->extended};
    *response = block_copy(&shape_response, &answer, owner);
    return *response ? S_OK : E_OUTOFMEMORY;
}

HRESULT WINAPI PeerCollabGetInvitationResponse(HANDLE hInvitation,
                                               PPEER_INVITATION_RESPONSE *ppInvitationResponse)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabGetInvitationResponse, NEEDS_STARTUP);
    if (ppInvitationResponse)
        *ppInvitationResponse = out_unset();
    if (SUCCEEDED(hr)) {
        Invitation *invitation = handle_object(KIND_INVITATION, hInvitation, call.name);
        hr = invitation && ppInvitationResponse ? read_response(invitation, call.name, ppInvitationResponse)
                                                : E_INVALIDARG;
    }
    return call_leave(&call, hr);
}

static void settle(Invitation *invitation, const Outcome *outcome, SignalFlags flags)
{
    invitation->state = FAILED(outcome->failure) ? FAILED_FINALLY : ANSWERED;
    invitation->failure = outcome->failure;
    invitation->action = outcome->action;
    invitation->message = outcome->message ? _wcsdup(outcome->message) : NULL;
    invitation->extended = outcome->extended;
    pending--;
    if (!(flags & SIGNAL_NOT))
        signal_event(invitation);
    if (flags & SIGNAL_TWICE)
        signal_event(invitation);
    if (invitation->forgotten)
        destroy(invitation);
}

HRESULT invitation_settle(void *handle, const Outcome *outcome, SignalFlags flags)
{
    Invitation *invitation = handle_peek(KIND_INVITATION, handle);
    if (!invitation)
        return PEER_E_NOT_FOUND;
    if (invitation->state == CANCELLED)
        return PEER_E_INVITE_CANCELLED;
    if (invitation->state != PENDING)
        return PEER_E_ALREADY_EXISTS;
    settle(invitation, outcome, flags);
    return S_OK;
}

HRESULT invitation_signal(void *handle, ULONG times)
{
    const Invitation *invitation = handle_peek(KIND_INVITATION, handle);
    if (!invitation)
        return PEER_E_NOT_FOUND;
    for (ULONG i = 0; i < times; i++)
        signal_event(invitation);
    return S_OK;
}

/* ---- cancel and close ---- */

static void cancel(Invitation *invitation)
{
    if (options.answerOnCancel && invitation->state == PENDING) {
        Outcome crossing = {.action = options.answerOnCancel == 1 ? PEER_INVITATION_RESPONSE_ACCEPTED
                                                                  : PEER_INVITATION_RESPONSE_DECLINED};
        settle(invitation, &crossing, SIGNAL_ONCE);
    }
    if (invitation->state != PENDING)
        return;
    invitation->state = CANCELLED;
    pending--;
    transport_cancel(invitation->handle);
    if (options.signalOnCancel)
        signal_event(invitation);
}

HRESULT WINAPI PeerCollabCancelInvitation(HANDLE hInvitation)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabCancelInvitation, NEEDS_STARTUP);
    if (SUCCEEDED(hr)) {
        Invitation *invitation = handle_object(KIND_INVITATION, hInvitation, call.name);
        hr = invitation ? S_OK : E_HANDLE;
        if (invitation)
            cancel(invitation);
    }
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabCloseHandle(HANDLE hInvitation)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabCloseHandle, NEEDS_STARTUP);
    if (SUCCEEDED(hr)) {
        Invitation *invitation = handle_object(KIND_INVITATION, hInvitation, call.name);
        hr = invitation ? S_OK : E_HANDLE;
        if (invitation) {
            if (invitation->state == PENDING) {
                if (options.closePendingIsViolation)
                    violation("close-pending: %s got the invitation %p, which was neither answered nor "
                              "cancelled",
                              call.name, hInvitation);
                transport_cancel(invitation->handle);
            }
            destroy(invitation);
        }
    }
    return call_leave(&call, hr);
}

/* ---- the blocking pair ---- */

static HRESULT wait_for_response(Invitation *invitation, const char *owner,
                                 PEER_INVITATION_RESPONSE **response)
{
    HANDLE event = invitation->event;
    void *handle = invitation->handle;
    state_unlock();
    DWORD waited = WaitForSingleObject(event, options.syncTimeoutMs);
    state_lock();
    /* A shutdown on another thread may have taken the invitation away. */
    invitation = handle_peek(KIND_INVITATION, handle);
    HRESULT hr = PEER_E_INVITE_CANCELLED;
    if (invitation) {
        if (waited == WAIT_TIMEOUT && invitation->state == PENDING) {
            transport_cancel(handle);
            hr = PEER_E_TIMEOUT;
        } else {
            hr = read_response(invitation, owner, response);
        }
        destroy(invitation);
    }
    CloseHandle(event);
    return hr;
}

static HRESULT send_and_wait(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint,
                             const PEER_INVITATION *content, const char *owner,
                             PEER_INVITATION_RESPONSE **response)
{
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (!event)
        return E_OUTOFMEMORY;
    Invitation *invitation;
    HRESULT hr = create(contact, endpoint, content, event, &invitation);
    if (FAILED(hr)) {
        CloseHandle(event);
        return hr;
    }
    invitation->synchronous = true;
    live--;
    transport_invite(invitation->handle, invitation->sent);
    return wait_for_response(invitation, owner, response);
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

/* ---- for the rest of the DLL ---- */

const PEER_APP_LAUNCH_INFO *invitation_sent(void *handle)
{
    const Invitation *invitation = handle_peek(KIND_INVITATION, handle);
    return invitation ? invitation->sent : NULL;
}

ULONG invitations_pending(HANDLE *handles, ULONG capacity)
{
    size_t cursor = 0;
    ULONG found = 0;
    for (Invitation *next; (next = handle_next(KIND_INVITATION, &cursor));) {
        if (next->state != PENDING)
            continue;
        if (found < capacity)
            handles[found] = next->handle;
        found++;
    }
    return found;
}

ULONG invitations_live(void)
{
    return live;
}

ULONG invitations_pending_count(void)
{
    return pending;
}

void invitations_report_leftover(const char *when)
{
    if (live)
        violation("left-over: %lu invitation handle(s) not closed at %s", live, when);
}

void invitations_close_all(void)
{
    size_t cursor = 0;
    for (Invitation *next; (next = handle_next(KIND_INVITATION, &cursor));) {
        if (next->state == PENDING)
            transport_cancel(next->handle);
        if (next->synchronous)
            SetEvent(next->event);
        destroy(next);
    }
}

ULONGLONG invitations_first_signal(void)
{
    LARGE_INTEGER frequency;
    QueryPerformanceFrequency(&frequency);
    ULONGLONG ticks = (ULONGLONG)first_signal.QuadPart, rate = (ULONGLONG)frequency.QuadPart;
    first_signal.QuadPart = 0;
    return ticks / rate * 1000000000u + ticks % rate * 1000000000u / rate;
}
