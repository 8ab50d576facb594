/* The control exports. */
#include "base.h"

#include "../include/reference-p2p.h"

#include "applications.h"
#include "blocks.h"
#include "calls.h"
#include "checks.h"
#include "contacts.h"
#include "endpoint-data.h"
#include "endpoint-requests.h"
#include "enumerations.h"
#include "events.h"
#include "invitations.h"
#include "launch.h"
#include "objects.h"
#include "options.h"
#include "peers.h"
#include "presence.h"
#include "lifecycle.h"
#include "transport.h"
#include "violations.h"

/* ---- strictness ---- */

HRESULT WINAPI ReferenceP2PGetCounters(REFERENCE_P2P_COUNTERS *counters)
{
    if (!counters || counters->cbSize != sizeof *counters)
        return E_INVALIDARG;
    state_lock();
    counters->startups = calls_startups();
    counters->blocks = blocks_live();
    counters->enumerations = enumerations_live();
    counters->invitations = invitations_live();
    counters->pendingInvitations = invitations_pending_count();
    counters->registrations = events_live();
    counters->subscriptions = endpoint_data_subscriptions();
    counters->violations = violations_total();
    counters->blocksTotal = blocks_total();
    state_unlock();
    return S_OK;
}

ULONG WINAPI ReferenceP2PNextViolation(char *text, ULONG capacity)
{
    return text ? violations_next(text, capacity) : 0;
}

void WINAPI ReferenceP2PReset(void)
{
    state_lock();
    lifecycle_close_all();
    transport_forget();
    peers_forget();
    objects_clear();
    presence_end();
    contacts_forget();
    applications_forget();
    endpoint_name_forget();
    launch_info_set(NULL);
    blocks_disregard();
    calls_reset();
    options_reset();
    violations_clear();
    state_unlock();
}

/* ---- behaviour ---- */

HRESULT WINAPI ReferenceP2PFailNext(const char *function, HRESULT result, ULONG times)
{
    state_lock();
    bool known = calls_fail_next(function, result, times);
    state_unlock();
    return known ? S_OK : E_INVALIDARG;
}

ULONG WINAPI ReferenceP2PCallCount(const char *function)
{
    ULONG times = 0;
    calls_made(function, &times);
    return times;
}

HRESULT WINAPI ReferenceP2PSetOption(const char *name, ULONG value)
{
    state_lock();
    bool known = name && options_set(name, value);
    state_unlock();
    return known ? S_OK : E_INVALIDARG;
}

HRESULT WINAPI ReferenceP2PSetAnswer(const char *script)
{
    state_lock();
    HRESULT hr = transport_set_answer(script);
    state_unlock();
    return hr;
}

/* ---- invitations ---- */

ULONG WINAPI ReferenceP2PPendingInvitations(HANDLE *handles, ULONG capacity)
{
    state_lock();
    ULONG count = invitations_pending(handles, handles ? capacity : 0);
    state_unlock();
    return count;
}

HRESULT WINAPI ReferenceP2PSentInvitation(HANDLE invitation, PEER_APP_LAUNCH_INFO **info)
{
    if (!info)
        return E_INVALIDARG;
    state_lock();
    const PEER_APP_LAUNCH_INFO *sent = invitation_sent(invitation);
    *info = sent ? block_copy(&shape_launch_info, sent, "ReferenceP2PSentInvitation") : NULL;
    state_unlock();
    if (!sent)
        return PEER_E_NOT_FOUND;
    return *info ? S_OK : E_OUTOFMEMORY;
}

/* One outcome for several invitations, on this thread or on another. */
typedef struct Settlement {
    Outcome outcome;
    wchar_t *message;
    ULONG flags;
    ULONG count;
    HANDLE handles[];
} Settlement;

static Settlement *settlement_new(const Outcome *outcome, ULONG flags, ULONG count)
{
    Settlement *settlement = calloc(1, sizeof *settlement + count * sizeof(HANDLE));
    if (!settlement)
        return NULL;
    settlement->outcome = *outcome;
    settlement->message = outcome->message ? _wcsdup(outcome->message) : NULL;
    settlement->outcome.message = settlement->message;
    settlement->flags = flags;
    settlement->count = count;
    return settlement;
}

/* Acquires the lock for each invitation anew. So calls of the program under test
 * fall between two answers, as with a real service. */
static DWORD WINAPI settle(void *pointer)
{
    Settlement *settlement = pointer;
    HRESULT hr = S_OK;
    for (ULONG i = 0; i < settlement->count; i++) {
        state_lock();
        hr = invitation_settle(settlement->handles[i], &settlement->outcome,
                               settlement->flags & (SIGNAL_TWICE | SIGNAL_NOT));
        state_unlock();
    }
    free(settlement->message);
    free(settlement);
    return (DWORD)hr;
}

static HRESULT run(Settlement *settlement)
{
    if (!(settlement->flags & REFERENCE_P2P_FROM_THREAD))
        return (HRESULT)settle(settlement);
    HANDLE thread = CreateThread(NULL, 0, settle, settlement, 0, NULL);
    if (!thread)
        return E_OUTOFMEMORY;
    CloseHandle(thread);
    return S_OK;
}

static HRESULT settle_one(HANDLE invitation, const Outcome *outcome, ULONG flags)
{
    Settlement *settlement = settlement_new(outcome, flags, 1);
    if (!settlement)
        return E_OUTOFMEMORY;
    settlement->handles[0] = invitation;
    return run(settlement);
}

static ULONG settle_all(const Outcome *outcome, ULONG flags)
{
    state_lock();
    ULONG count = invitations_pending(NULL, 0);
    Settlement *settlement = settlement_new(outcome, flags, count);
    if (settlement)
        invitations_pending(settlement->handles, count);
    state_unlock();
    if (!settlement || !count) {
        free(settlement);
        return 0;
    }
    run(settlement);
    return count;
}

HRESULT WINAPI ReferenceP2PAnswer(HANDLE invitation, PEER_INVITATION_RESPONSE_TYPE action, PCWSTR message,
                                  HRESULT extended, ULONG flags)
{
    Outcome outcome = {S_OK, action, message, extended};
    return settle_one(invitation, &outcome, flags);
}

HRESULT WINAPI ReferenceP2PFail(HANDLE invitation, HRESULT failure, ULONG flags)
{
    Outcome outcome = {.failure = failure};
    return FAILED(failure) ? settle_one(invitation, &outcome, flags) : E_INVALIDARG;
}

HRESULT WINAPI ReferenceP2PSignal(HANDLE invitation, ULONG times)
{
    state_lock();
    HRESULT hr = invitation_signal(invitation, times);
    state_unlock();
    return hr;
}

ULONG WINAPI ReferenceP2PAnswerAll(PEER_INVITATION_RESPONSE_TYPE action, PCWSTR message, HRESULT extended,
                                   ULONG flags)
{
    Outcome outcome = {S_OK, action, message, extended};
    return settle_all(&outcome, flags);
}

ULONG WINAPI ReferenceP2PFailAll(HRESULT failure, ULONG flags)
{
    Outcome outcome = {.failure = failure};
    return FAILED(failure) ? settle_all(&outcome, flags) : 0;
}

ULONGLONG WINAPI ReferenceP2PFirstSignalTime(void)
{
    state_lock();
    ULONGLONG time = invitations_first_signal();
    state_unlock();
    return time;
}

/* ---- events, other people, launch ---- */

HRESULT WINAPI ReferenceP2PRaiseEvent(const PEER_COLLAB_EVENT_DATA *event)
{
    if (!event || !shape_of_event(event->eventType))
        return E_INVALIDARG;
    state_lock();
    events_raise(event);
    state_unlock();
    return S_OK;
}

HRESULT WINAPI ReferenceP2PSetPeer(const REFERENCE_P2P_PEER *peer)
{
    if (!peer)
        return E_INVALIDARG;
    HRESULT hr = check_endpoint(&peer->person.endpoint, "ReferenceP2PSetPeer");
    if (FAILED(hr))
        return hr;
    state_lock();
    hr = peers_set(peer);
    state_unlock();
    return hr;
}

HRESULT WINAPI ReferenceP2PRemovePeer(const PEER_ENDPOINT *endpoint)
{
    if (!endpoint)
        return E_INVALIDARG;
    state_lock();
    bool found = peers_remove(endpoint);
    state_unlock();
    return found ? S_OK : PEER_E_NOT_FOUND;
}

HRESULT WINAPI ReferenceP2PContactCard(const PEER_CONTACT *contact, PWSTR *card)
{
    if (FAILED(check_contact(contact)) || !card)
        return E_INVALIDARG;
    state_lock();
    HRESULT hr = contacts_export(contact, "ReferenceP2PContactCard", card);
    state_unlock();
    return hr;
}

HRESULT WINAPI ReferenceP2PCompleteRequest(const PEER_ENDPOINT *endpoint, HRESULT result)
{
    if (!endpoint)
        return E_INVALIDARG;
    state_lock();
    bool found = endpoint_request_complete(endpoint, result);
    state_unlock();
    return found ? S_OK : PEER_E_NOT_FOUND;
}

HRESULT WINAPI ReferenceP2PSetLaunchInfo(const PEER_APP_LAUNCH_INFO *info)
{
    state_lock();
    HRESULT hr = launch_info_set(info);
    state_unlock();
    return hr;
}

ULONG WINAPI ReferenceP2PServiceProcess(void)
{
    state_lock();
    ULONG process = transport_service_process();
    state_unlock();
    return process;
}
