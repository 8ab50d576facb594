/* Invitations that this process sent. */
#pragma once

#include "base.h"

typedef enum InvitationKind {
    WITH_HANDLE,
    WITHOUT_HANDLE, /* goes away with its outcome */
    SYNCHRONOUS, /* sent by a call that waits; its event is that call's own */
} InvitationKind;

/* How a settled invitation signals its event. */
typedef enum SignalFlags {
    SIGNAL_ONCE = 0,
    SIGNAL_TWICE = 2,
    SIGNAL_NOT = 4,
} SignalFlags;

typedef struct Outcome {
    HRESULT failure; /* a failed HRESULT, or S_OK for an answer */
    PEER_INVITATION_RESPONSE_TYPE action;
    const wchar_t *message; /* may be NULL */
    HRESULT extended;
} Outcome;

/* Callers hold the state lock for all of these. */

/* A pending invitation. In `info`, contact and endpoint are those of the recipient. */
HRESULT invitation_create(const PEER_APP_LAUNCH_INFO *info, HANDLE event, InvitationKind kind, void **handle);

/* What PeerCollabGetInvitationResponse returns. This and the next two need an open handle. */
HRESULT invitation_response(void *handle, const char *owner, PEER_INVITATION_RESPONSE **response);
/* True when it was pending until now. */
bool invitation_cancel(void *handle);
void invitation_close(void *handle);

/* False for an unknown handle. */
bool invitation_is_pending(void *handle);

/* The first outcome stands: NOT_FOUND for an unknown handle, INVITE_CANCELLED
 * after a cancel, ALREADY_EXISTS after another outcome. */
HRESULT invitation_settle(void *handle, const Outcome *outcome, SignalFlags flags);

/* Signals without changing anything. */
HRESULT invitation_signal(void *handle, ULONG times);

/* What was sent, and to whom; NULL for an unknown handle. */
const PEER_APP_LAUNCH_INFO *invitation_sent(void *handle);

/* Handles of the pending invitations; fills at most `capacity`, returns how many there are. */
ULONG invitations_pending(HANDLE *handles, ULONG capacity);

ULONG invitations_live(void);
ULONG invitations_pending_count(void);
void invitations_report_leftover(const char *when);
/* `cancel` is called for each pending one first. */
void invitations_close_all(void (*cancel)(void *handle));

/* QueryPerformanceCounter, as nanoseconds, at the first signal since the last call. */
ULONGLONG invitations_first_signal(void);
