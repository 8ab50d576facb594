/*
 * Control exports of the reference P2P.dll. With them a test answers
 * invitations, plays other people, and reads violations and counters. The
 * P2P.dll of Windows has none of them.
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
    ULONG startups; /* calls of PeerCollabStartup without a PeerCollabShutdown */
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

/* Removes the oldest violation, and writes it as zero-terminated ASCII. Returns its
 * length, 0 without a violation. */
ULONG WINAPI ReferenceP2PNextViolation(char *text, ULONG capacity);

/* Restores the state after loading: closes and forgets everything, without
 * violations. Blocks stay valid and are no longer counted as left over. */
void WINAPI ReferenceP2PReset(void);

/* ---- behaviour ---- */

/* Lets the next `times` calls of an exported function return `result`. A call
 * returns a failure at once, and a success code in place of S_OK. */
HRESULT WINAPI ReferenceP2PFailNext(const char *function, HRESULT result, ULONG times);

/* Returns the number of calls of an exported function. */
ULONG WINAPI ReferenceP2PCallCount(const char *function);

/* Sets a switch. README.md lists their names. */
HRESULT WINAPI ReferenceP2PSetOption(const char *name, ULONG value);

/* Sets the script that answers invitations in place of toast and dialog.
 * README.md has its grammar. NULL or "" leaves invitations pending. In service
 * mode the script goes to this user's service, and answers the invitations that
 * wait there. */
HRESULT WINAPI ReferenceP2PSetAnswer(const char *script);

/* ---- invitations that this process has sent ---- */

enum {
    REFERENCE_P2P_FROM_THREAD = 1, /* another thread acts, and the call returns at once */
    REFERENCE_P2P_SIGNAL_TWICE = 2,
    REFERENCE_P2P_NO_SIGNAL = 4
};

/* Writes the handles of the pending invitations, the oldest slot first. Returns their number. */
ULONG WINAPI ReferenceP2PPendingInvitations(HANDLE *handles, ULONG capacity);

/* Gives a block with the sent invitation. Contact and endpoint are those of the recipient. */
HRESULT WINAPI ReferenceP2PSentInvitation(HANDLE invitation, PEER_APP_LAUNCH_INFO **info);

/* Answers for the recipient: DECLINED, ACCEPTED, EXPIRED or ERROR. `message` may be NULL.
 * Returns PEER_E_NOT_FOUND without such an invitation, PEER_E_INVITE_CANCELLED
 * after a cancel, and PEER_E_ALREADY_EXISTS after another outcome. */
HRESULT WINAPI ReferenceP2PAnswer(HANDLE invitation, PEER_INVITATION_RESPONSE_TYPE action,
                                  PCWSTR message, HRESULT extended, ULONG flags);
/* Lets PeerCollabGetInvitationResponse return `failure`. */
HRESULT WINAPI ReferenceP2PFail(HANDLE invitation, HRESULT failure, ULONG flags);
/* Sets the event without an answer. */
HRESULT WINAPI ReferenceP2PSignal(HANDLE invitation, ULONG times);

/* The same for all pending invitations. Both return their number. */
ULONG WINAPI ReferenceP2PAnswerAll(PEER_INVITATION_RESPONSE_TYPE action, PCWSTR message, HRESULT extended,
                                   ULONG flags);
ULONG WINAPI ReferenceP2PFailAll(HRESULT failure, ULONG flags);

/* Returns the time of the first signal since the last call of this function, in
 * nanoseconds of QueryPerformanceCounter (the clock of process.hrtime). */
ULONGLONG WINAPI ReferenceP2PFirstSignalTime(void);

/* ---- events and other people ---- */

/* Gives an event to every event registration that it concerns. */
HRESULT WINAPI ReferenceP2PRaiseEvent(const PEER_COLLAB_EVENT_DATA *event);

/* All data that a peer shows to others. */
typedef struct REFERENCE_P2P_PEER {
    PEER_PEOPLE_NEAR_ME person;
    PEER_CONTACT *pContact; /* the contact; NULL for a peer without contact data */
    PEER_PRESENCE_INFO *pPresence;
    PEER_APPLICATION *pApplications;
    PEER_OBJECT *pObjects;
    ULONG cApplications;
    ULONG cObjects;
    DWORD dwScopes; /* PEER_SIGNIN_FLAGS: the scopes of its sign-in */
} REFERENCE_P2P_PEER;

/* In-process mode: puts a peer on the network, replaces the peer at the same
 * endpoint, or removes it. Raises the events that follow. */
HRESULT WINAPI ReferenceP2PSetPeer(const REFERENCE_P2P_PEER *peer);
HRESULT WINAPI ReferenceP2PRemovePeer(const PEER_ENDPOINT *endpoint);

/* Gives a block with contact data as text, as the contact itself exports it. */
HRESULT WINAPI ReferenceP2PContactCard(const PEER_CONTACT *contact, PWSTR *card);

/* Completes a Refresh or Subscribe, with the option holdRequests. */
HRESULT WINAPI ReferenceP2PCompleteRequest(const PEER_ENDPOINT *endpoint, HRESULT result);

/* In-process mode: sets the result of PeerCollabGetAppLaunchInfo. NULL stands for none. */
HRESULT WINAPI ReferenceP2PSetLaunchInfo(const PEER_APP_LAUNCH_INFO *info);

/* ---- the reference service ---- */

/* Returns the process id of this user's service, 0 when none runs. */
ULONG WINAPI ReferenceP2PServiceProcess(void);

/* Runs as the main function of p2phost.exe. Returns its exit code. */
ULONG WINAPI ReferenceP2PRunService(void);

/* ---- baseline of the benchmark ---- */

/* Registers `count` waits with one C callback each, and sets all events. Returns
 * the nanoseconds from the first SetEvent to the last callback, 0 after a
 * failure. `flags` are those of RegisterWaitForSingleObject; 0 stands for
 * WT_EXECUTEINWAITTHREAD | WT_EXECUTEONLYONCE. */
ULONGLONG WINAPI ReferenceP2PWaitBaseline(ULONG count, ULONG flags);

#ifdef __cplusplus
}
#endif
