/*
 * Control exports of the reference P2P.dll: what a test uses to answer
 * invitations, to play other people, and to read what was left over.
 * None of them exists in the P2P.dll of Windows.
 */
#pragma once

#include <winsock2.h>
#include <ws2tcpip.h>

#include <windows.h>

#include <p2p.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- strictness ---- */

typedef struct REFERENCE_P2P_COUNTERS {
    ULONG cbSize; /* in: sizeof(REFERENCE_P2P_COUNTERS) */
    ULONG startups; /* PeerCollabStartup without its PeerCollabShutdown */
    ULONG blocks; /* live blocks */
    ULONG enumerations;
    ULONG invitations; /* invitation handles not closed */
    ULONG pendingInvitations; /* invitations without an outcome, also those without a handle */
    ULONG registrations; /* event registrations */
    ULONG subscriptions; /* references to subscribed endpoints */
    ULONG violations; /* since the start or the last reset */
    ULONG blocksTotal; /* blocks ever handed out */
} REFERENCE_P2P_COUNTERS;

HRESULT WINAPI ReferenceP2PGetCounters(REFERENCE_P2P_COUNTERS *counters);

/* Takes the oldest violation as zero-terminated ASCII; returns its length, 0 when there is none. */
ULONG WINAPI ReferenceP2PNextViolation(char *text, ULONG capacity);

/* Back to the state after loading: closes and forgets everything without
 * judging it. Blocks stay valid but are no longer counted as left over. */
void WINAPI ReferenceP2PReset(void);

/* ---- behaviour ---- */

/* The next `times` calls of an exported function return `result`: a failure at
 * once, a success code in place of S_OK. */
HRESULT WINAPI ReferenceP2PFailNext(const char *function, HRESULT result, ULONG times);

/* How often an exported function was called. */
ULONG WINAPI ReferenceP2PCallCount(const char *function);

/* Named switches; README.md lists them. */
HRESULT WINAPI ReferenceP2PSetOption(const char *name, ULONG value);

/* The scripted answer that stands for toast and dialog; README.md has the
 * grammar. NULL or "" leaves invitations pending. In service mode it is given
 * to this user's service, and answers what is waiting there. */
HRESULT WINAPI ReferenceP2PSetAnswer(const char *script);

/* ---- invitations this process sent ---- */

enum {
    REFERENCE_P2P_FROM_THREAD = 1, /* another thread does it; the call returns at once */
    REFERENCE_P2P_SIGNAL_TWICE = 2,
    REFERENCE_P2P_NO_SIGNAL = 4
};

/* Handles of the pending invitations, oldest slot first; returns how many there are. */
ULONG WINAPI ReferenceP2PPendingInvitations(HANDLE *handles, ULONG capacity);

/* A block with what was sent; contact and endpoint are those of the recipient. */
HRESULT WINAPI ReferenceP2PSentInvitation(HANDLE invitation, PEER_APP_LAUNCH_INFO **info);

/* The recipient's answer: DECLINED, ACCEPTED, EXPIRED or ERROR. `message` may be NULL.
 * PEER_E_NOT_FOUND: no such invitation. PEER_E_INVITE_CANCELLED: cancelled
 * before. PEER_E_ALREADY_EXISTS: it has an outcome. */
HRESULT WINAPI ReferenceP2PAnswer(HANDLE invitation, PEER_INVITATION_RESPONSE_TYPE action,
                                  PCWSTR message, HRESULT extended, ULONG flags);
/* PeerCollabGetInvitationResponse will return `failure`. */
HRESULT WINAPI ReferenceP2PFail(HANDLE invitation, HRESULT failure, ULONG flags);
/* Sets the event without an answer. */
HRESULT WINAPI ReferenceP2PSignal(HANDLE invitation, ULONG times);

/* The same for all that are pending; both return how many. */
ULONG WINAPI ReferenceP2PAnswerAll(PEER_INVITATION_RESPONSE_TYPE action, PCWSTR message, HRESULT extended,
                                   ULONG flags);
ULONG WINAPI ReferenceP2PFailAll(HRESULT failure, ULONG flags);

/* When the first event was set since the last call of this function, in
 * nanoseconds of QueryPerformanceCounter (the clock of process.hrtime). */
ULONGLONG WINAPI ReferenceP2PFirstSignalTime(void);

/* ---- events and other people ---- */

/* Gives an event to every registration that it concerns. */
HRESULT WINAPI ReferenceP2PRaiseEvent(const PEER_COLLAB_EVENT_DATA *event);

/* Everything that one peer shows to others. */
typedef struct REFERENCE_P2P_PEER {
    PEER_PEOPLE_NEAR_ME person;
    PEER_CONTACT *pContact; /* who it is; NULL for somebody without contact data */
    PEER_PRESENCE_INFO *pPresence;
    PEER_APPLICATION *pApplications;
    PEER_OBJECT *pObjects;
    ULONG cApplications;
    ULONG cObjects;
    DWORD dwScopes; /* PEER_SIGNIN_FLAGS it is signed in to */
} REFERENCE_P2P_PEER;

/* In-process mode: puts a peer on the network, or replaces the one at the same
 * endpoint, or takes it away. Raises the events that follow from it. */
HRESULT WINAPI ReferenceP2PSetPeer(const REFERENCE_P2P_PEER *peer);
HRESULT WINAPI ReferenceP2PRemovePeer(const PEER_ENDPOINT *endpoint);

/* A block with contact data as text, as the contact itself would export it. */
HRESULT WINAPI ReferenceP2PContactCard(const PEER_CONTACT *contact, PWSTR *card);

/* With the option holdRequests: completes a Refresh or Subscribe. */
HRESULT WINAPI ReferenceP2PCompleteRequest(const PEER_ENDPOINT *endpoint, HRESULT result);

/* In-process mode: what PeerCollabGetAppLaunchInfo returns; NULL for nothing. */
HRESULT WINAPI ReferenceP2PSetLaunchInfo(const PEER_APP_LAUNCH_INFO *info);

/* ---- the reference service ---- */

/* Process id of this user's service; 0 when none runs. */
ULONG WINAPI ReferenceP2PServiceProcess(void);

/* The main function of p2phost.exe; returns its exit code. */
ULONG WINAPI ReferenceP2PRunService(void);

/* ---- baseline of the benchmark ---- */

/* Registers `count` waits with one C callback each, sets all events, and
 * returns the nanoseconds from the first SetEvent to the last callback; 0 when
 * something failed. `flags` are those of RegisterWaitForSingleObject; 0 stands
 * for WT_EXECUTEINWAITTHREAD | WT_EXECUTEONLYONCE. */
ULONGLONG WINAPI ReferenceP2PWaitBaseline(ULONG count, ULONG flags);

#ifdef __cplusplus
}
#endif
