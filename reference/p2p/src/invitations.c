#include "invitations.h"

#include "blocks.h"
#include "handles.h"
#include "options.h"
#include "violations.h"

typedef struct Invitation {
    void *handle;
    HANDLE event; /* the event of the caller; NULL when the caller polls */
    PEER_APP_LAUNCH_INFO *sent; /* contact and endpoint are those of the recipient */
    wchar_t *message;
    HRESULT failure;
    HRESULT extended;
    PEER_INVITATION_RESPONSE_TYPE action;
    enum { PENDING, ANSWERED, FAILED_FINALLY, CANCELLED } state;
    InvitationKind kind;
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
    if (invitation->kind == WITH_HANDLE)
        live--;
    handle_close(invitation->handle);
    free(invitation->sent);
    free(invitation->message);
    free(invitation);
}

HRESULT invitation_create(const PEER_APP_LAUNCH_INFO *info, HANDLE event, InvitationKind kind, void **handle)
{
    Invitation *invitation = calloc(1, sizeof *invitation);
    if (!invitation)
        return E_OUTOFMEMORY;
    invitation->event = event;
    invitation->kind = kind;
    invitation->sent = shape_clone(&shape_launch_info, info);
    if (invitation->sent)
        invitation->handle = handle_open(KIND_INVITATION, invitation);
    if (!invitation->handle) {
        free(invitation->sent);
        free(invitation);
        return E_OUTOFMEMORY;
    }
    invitation->state = PENDING;
    pending++;
    if (kind == WITH_HANDLE)
        live++;
    *handle = invitation->handle;
    return S_OK;
}

void invitation_close(void *handle)
{
    destroy(handle_peek(KIND_INVITATION, handle));
}

/* ---- the answer ---- */

HRESULT invitation_response(void *handle, const char *owner, PEER_INVITATION_RESPONSE **response)
{
    const Invitation *invitation = handle_peek(KIND_INVITATION, handle);
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
    if (invitation->kind == WITHOUT_HANDLE)
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

bool invitation_cancel(void *handle)
{
    Invitation *invitation = handle_peek(KIND_INVITATION, handle);
    if (options.answerOnCancel && invitation->state == PENDING) {
        Outcome crossing = {.action = options.answerOnCancel == 1 ? PEER_INVITATION_RESPONSE_ACCEPTED
                                                                  : PEER_INVITATION_RESPONSE_DECLINED};
        settle(invitation, &crossing, SIGNAL_ONCE);
    }
    if (invitation->state != PENDING)
        return false;
    invitation->state = CANCELLED;
    pending--;
    if (options.signalOnCancel)
        signal_event(invitation);
    return true;
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

/* ---- for other modules ---- */

bool invitation_is_pending(void *handle)
{
    const Invitation *invitation = handle_peek(KIND_INVITATION, handle);
    return invitation && invitation->state == PENDING;
}

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

void invitations_close_all(void (*cancel)(void *handle))
{
    size_t cursor = 0;
    for (Invitation *next; (next = handle_next(KIND_INVITATION, &cursor));) {
        if (next->state == PENDING)
            cancel(next->handle);
        if (next->kind == SYNCHRONOUS)
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
