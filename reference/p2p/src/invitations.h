/* Invitations that this process has sent. */
#pragma once

#include "base.h"

typedef enum InvitationKind {
    WITH_HANDLE,
    WITHOUT_HANDLE, /* it is removed with its outcome */
    SYNCHRONOUS, /* sent by a blocking call, with an event of that call */
} InvitationKind;

/* How an invitation signals its event when it is settled. */
typedef enum SignalFlags {
    SIGNAL_ONCE = 0,
    SIGNAL_TWICE = 2,
    SIGNAL_NOT = 4,
} SignalFlags;

typedef struct Outcome {
    HRESULT failure; /* a failure, or S_OK for an answer */
    PEER_INVITATION_RESPONSE_TYPE action;
    const wchar_t *message; /* may be NULL */
    HRESULT extended;
} Outcome;

/* Callers hold the state lock for all of these. */

/* Makes a pending invitation. Contact and endpoint in `info` are those of the recipient. */
HRESULT invitation_create(const PEER_APP_LAUNCH_INFO *info, HANDLE event, InvitationKind kind, void **handle);

/* Gives the result of PeerCollabGetInvitationResponse. This function and the next two
 * need an open handle. */
HRESULT invitation_response(void *handle, const char *owner, PEER_INVITATION_RESPONSE **response);
/* Returns whether the invitation was pending. */
bool invitation_cancel(void *handle);
void invitation_close(void *handle);

/* Returns false for an unknown handle. */
bool invitation_is_pending(void *handle);

/* Sets the outcome. Only the first one counts. Returns NOT_FOUND for an unknown
 * handle, INVITE_CANCELLED after a cancel, and ALREADY_EXISTS after an outcome. */
HRESULT invitation_settle(void *handle, const Outcome *outcome, SignalFlags flags);

/* Signals the event without a change. */
HRESULT invitation_signal(void *handle, ULONG times);

/* Returns the sent invitation with its recipient, NULL for an unknown handle. */
const PEER_APP_LAUNCH_INFO *invitation_sent(void *handle);

/* Writes at most `capacity` handles of pending invitations. Returns the number of
 * pending invitations. */
ULONG invitations_pending(HANDLE *handles, ULONG capacity);

ULONG invitations_live(void);
ULONG invitations_pending_count(void);
void invitations_report_leftover(const char *when);
/* Calls `cancel` for each pending invitation, and closes all handles. */
void invitations_close_all(void (*cancel)(void *handle));

/* Returns the time of the first signal since the last call, in nanoseconds of
 * QueryPerformanceCounter. */
ULONGLONG invitations_first_signal(void);
