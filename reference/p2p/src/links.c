#include "links.h"

#include "calls.h"
#include "invitations.h"
#include "list.h"
#include "wire.h"

typedef struct Link {
    struct Link *next;
    SOCKET socket;
    HANDLE wake;
    List outgoing; /* of Message; under the state lock */
    USHORT port;
    bool broken;
    bool lost; /* the peer has left the network */
} Link;

enum { GRACE_MS = 1000 };

static Link *links;

static Link *find(USHORT port)
{
    Link *link = links;
    while (link && (link->port != port || link->broken))
        link = link->next;
    return link;
}

/* ---- reading ---- */

static void take_answer(const Message *message)
{
    Outcome outcome = {S_OK, (PEER_INVITATION_RESPONSE_TYPE)message->action, message->name,
                       (HRESULT)message->value};
    if (message->type == MESSAGE_FAILURE)
        outcome = (Outcome){.failure = (HRESULT)message->value};
    state_lock();
    invitation_settle((void *)(uintptr_t)message->id, &outcome, SIGNAL_ONCE);
    state_unlock();
}

/* Fails all invitations that the service has not answered: their answers cannot come any more. */
static void fail_all(USHORT port)
{
    static const Outcome lost = {.failure = PEER_E_CONNECTION_FAILED};
    ULONG count = invitations_pending(NULL, 0);
    HANDLE *handles = calloc(count ? count : 1, sizeof *handles);
    if (!handles)
        return;
    invitations_pending(handles, count);
    for (ULONG i = 0; i < count; i++) {
        const PEER_APP_LAUNCH_INFO *sent = invitation_sent(handles[i]);
        if (ntohs(sent->pEndpoint->address.sin6.sin6_port) == port)
            invitation_settle(handles[i], &lost, SIGNAL_ONCE);
    }
    free(handles);
}

static void break_link(Link *link)
{
    state_lock();
    if (!link->broken) {
        link->broken = true;
        fail_all(link->port);
        SetEvent(link->wake);
    }
    state_unlock();
}

static DWORD WINAPI read_answers(void *pointer)
{
    Link *link = pointer;
    for (Message *message; (message = wire_receive(link->socket));) {
        take_answer(message);
        free(message);
    }
    break_link(link);
    return 0;
}

/* ---- writing ---- */

static List take_outgoing(Link *link)
{
    state_lock();
    List outgoing = link->outgoing;
    link->outgoing = (List){0};
    state_unlock();
    return outgoing;
}

static bool write_all(const Link *link, const List *outgoing)
{
    for (ULONG i = 0; i < outgoing->count; i++)
        if (!wire_send(link->socket, outgoing->items[i]))
            return false;
    return true;
}

static void write_until_broken(Link *link)
{
    while (!link->broken) {
        List outgoing = take_outgoing(link);
        if (!outgoing.count)
            WaitForSingleObject(link->wake, INFINITE);
        bool done = write_all(link, &outgoing);
        list_clear(&outgoing, free);
        if (!done)
            break;
    }
}

static void remove_link(Link *link)
{
    state_lock();
    Link **place = &links;
    while (*place != link)
        place = &(*place)->next;
    *place = link->next;
    list_clear(&link->outgoing, free);
    state_unlock();
    CloseHandle(link->wake);
    free(link);
}

static DWORD WINAPI run_link(void *pointer)
{
    Link *link = pointer;
    link->socket = wire_connect(link->port);
    HANDLE reader = link->socket != INVALID_SOCKET ? CreateThread(NULL, 0, read_answers, link, 0, NULL) : NULL;
    if (reader)
        write_until_broken(link);
    break_link(link);
    if (link->socket != INVALID_SOCKET) {
        shutdown(link->socket, SD_BOTH);
        if (reader)
            WaitForSingleObject(reader, INFINITE);
        closesocket(link->socket);
    }
    if (reader)
        CloseHandle(reader);
    remove_link(link);
    return 0;
}

static Link *find_or_open(USHORT port)
{
    Link *link = find(port);
    if (link || !wire_start())
        return link;
    link = calloc(1, sizeof *link);
    if (link)
        link->wake = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (!link || !link->wake) {
        free(link);
        return NULL;
    }
    link->port = port;
    link->socket = INVALID_SOCKET;
    HANDLE thread = CreateThread(NULL, 0, run_link, link, 0, NULL);
    if (!thread) {
        CloseHandle(link->wake);
        free(link);
        return NULL;
    }
    CloseHandle(thread);
    link->next = links;
    links = link;
    return link;
}

static bool post(Link *link, const Message *message)
{
    Message *copy = link ? message_clone(message) : NULL;
    if (!copy || !list_add(&link->outgoing, copy)) {
        free(copy);
        return false;
    }
    SetEvent(link->wake);
    return true;
}

/* ---- a peer that left the network ---- */

/* An answer may be under way when the peer leaves. After a second the link is
 * closed, even if the system has not reported its end. */
static DWORD WINAPI give_up_lost(void *pointer)
{
    Sleep(GRACE_MS);
    state_lock();
    Link *link = find((USHORT)(uintptr_t)pointer);
    if (link && link->lost) {
        break_link(link);
        shutdown(link->socket, SD_BOTH);
    }
    state_unlock();
    return 0;
}

static bool start_thread(LPTHREAD_START_ROUTINE routine, void *argument)
{
    HANDLE thread = CreateThread(NULL, 0, routine, argument, 0, NULL);
    if (thread)
        CloseHandle(thread);
    return thread != NULL;
}

void links_lost(USHORT port)
{
    Link *link = find(port);
    if (!link)
        return;
    link->lost = true;
    start_thread(give_up_lost, (void *)(uintptr_t)port);
}

/* ---- for the transport ---- */

typedef struct Late {
    void *handle;
    HRESULT failure;
} Late;

static DWORD WINAPI fail_one(void *pointer)
{
    Late *late = pointer;
    Outcome outcome = {.failure = late->failure};
    state_lock();
    invitation_settle(late->handle, &outcome, SIGNAL_ONCE);
    state_unlock();
    free(late);
    return 0;
}

void links_fail_later(void *handle, HRESULT failure)
{
    Late *late = calloc(1, sizeof *late);
    if (!late)
        return;
    *late = (Late){handle, failure};
    if (!start_thread(fail_one, late))
        free(late);
}

void links_invite(USHORT port, void *handle, const PEER_APP_LAUNCH_INFO *sent,
                  const PEER_APP_LAUNCH_INFO *from)
{
    PEER_APP_LAUNCH_INFO info = {from->pContact, from->pEndpoint, sent->pInvitation};
    Message message = {.type = MESSAGE_INVITE, .id = (uintptr_t)handle, .info = &info};
    if (sent->pContact)
        message.name = sent->pContact->pwzPeerName;
    Link *link = find_or_open(port);
    if (link)
        link->lost = false;
    if (!post(link, &message))
        links_fail_later(handle, PEER_E_CONNECTION_FAILED);
}

void links_cancel(USHORT port, void *handle)
{
    Message message = {.type = MESSAGE_CANCEL, .id = (uintptr_t)handle};
    Link *link = find(port);
    if (link)
        post(link, &message);
}
