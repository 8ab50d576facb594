/*
 * The reference service: the recipient's side, one process for each user. It
 * publishes the user while a process is signed in, receives invitations, lets
 * the script answer them in place of toast and dialog, and launches the program
 * that is registered for the application.
 *
 * It has one thread and uses select(), so nothing runs at the same time.
 */
#define FD_SETSIZE 1024
#include "base.h"

#include "answer-script.h"
#include "applications.h"
#include "calls.h"
#include "contacts.h"
#include "folders.h"
#include "launch.h"
#include "network.h"
#include "options.h"
#include "presence.h"
#include "service-state.h"
#include "store.h"
#include "wire.h"

#include <stdarg.h>

typedef struct Connection {
    SOCKET socket;
    REFERENCE_P2P_PEER *published; /* the data that a process of this user publishes; NULL for senders */
    bool ended;
} Connection;

typedef struct Incoming {
    Connection *from;
    ULONGLONG id;
    PEER_APP_LAUNCH_INFO *info; /* contact and endpoint are those of the sender */
    ULONGLONG due; /* the time of the scripted answer; 0 without one */
    ULONGLONG expires;
} Incoming;

static SOCKET listener;
static USHORT port;
static HANDLE state_file, peer_file = INVALID_HANDLE_VALUE;
static DWORD scopes;
static AnswerScript script;
static List connections; /* of Connection */
static List waiting; /* of Incoming */
static PEER_PRESENCE_INFO *presence;
static ULONGLONG last_use;

/* Writes a line to service.log. A test reads there what the user would have seen. */
static void note(const char *format, ...)
{
    wchar_t path[MAX_PATH];
    char line[256];
    if (!home_path(path, NULL, L"service.log"))
        return;
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(line, sizeof line - 2, format, arguments);
    va_end(arguments);
    if (size < 0)
        return;
    size = size < (int)sizeof line - 3 ? size : (int)sizeof line - 3;
    memcpy(line + size, "\r\n", 2);
    HANDLE file = CreateFileW(path, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_ALWAYS,
                              FILE_ATTRIBUTE_NORMAL, NULL);
    DWORD written;
    if (file == INVALID_HANDLE_VALUE)
        return;
    WriteFile(file, line, (DWORD)size + 2, &written, NULL);
    CloseHandle(file);
}

/* ---- the peer that others see ---- */

/* Windows makes the id of a person once. Here the id follows from the user's name. */
static GUID person_id(const PEER_CONTACT *me)
{
    GUID id;
    wchar_t key[STORE_KEY_SIZE];
    key_of_text(me->pwzPeerName, key);
    for (size_t i = 0; i < sizeof id; i++)
        ((BYTE *)&id)[i] = (BYTE)(key[i] ^ key[i + 16] << 3);
    return id;
}

static SOCKADDR_IN6 own_address(void)
{
    SOCKADDR_IN6 address = {.sin6_family = AF_INET6};
    char text[80];
    int size = sizeof address;
    if (!GetEnvironmentVariableA("REFERENCE_P2P_ADDRESS", text, sizeof text) ||
        WSAStringToAddressA(text, AF_INET6, NULL, (SOCKADDR *)&address, &size) != 0)
        address.sin6_addr.s6_addr[15] = 1;
    address.sin6_port = htons(port);
    return address;
}

/* Collects the objects of all processes. For an id, the process that signed in last wins. */
static void collect_objects(REFERENCE_P2P_PEER *peer, PEER_OBJECT objects[LIMIT_OBJECTS])
{
    peer->pObjects = objects;
    for (ULONG i = connections.count; i-- > 0;) {
        const REFERENCE_P2P_PEER *published = ((Connection *)connections.items[i])->published;
        for (ULONG n = 0; published && n < published->cObjects && peer->cObjects < LIMIT_OBJECTS; n++) {
            bool known = false;
            for (ULONG k = 0; k < peer->cObjects; k++)
                known = known || IsEqualGUID(&objects[k].id, &published->pObjects[n].id);
            if (!known)
                objects[peer->cObjects++] = published->pObjects[n];
        }
    }
}

static void write_peer(void)
{
    static PEER_OBJECT objects[LIMIT_OBJECTS];
    static PEER_APPLICATION applications[2 * LIMIT_APPLICATIONS_PER_SCOPE];
    static wchar_t nick[LIMIT_TEXT_UNITS + 1];
    List registered = {0};
    const PEER_CONTACT *me = contacts_me();
    REFERENCE_P2P_PEER peer = {.pContact = (PEER_CONTACT *)me, .pPresence = presence, .dwScopes = scopes};
    peer.person.pwzNickName = me->pwzNickName ? wcscpy(nick, me->pwzNickName) : NULL;
    peer.person.id = person_id(me);
    peer.person.endpoint.address.dwSize = sizeof(PEER_ADDRESS);
    peer.person.endpoint.address.sin6 = own_address();
    peer.person.endpoint.pwzEndpointName = (PWSTR)endpoint_name_own();
    collect_objects(&peer, objects);
    peer.pApplications = applications;
    if (applications_list(NULL, &registered))
        for (ULONG i = 0; i < registered.count && i < COUNT_OF(applications); i++)
            applications[peer.cApplications++] = *(PEER_APPLICATION *)registered.items[i];
    peer_file_write(peer_file, &peer);
    list_clear(&registered, NULL);
}

static void publish(void)
{
    if (scopes && peer_file == INVALID_HANDLE_VALUE)
        peer_file = peer_file_create(port);
    if (!scopes && peer_file != INVALID_HANDLE_VALUE) {
        CloseHandle(peer_file);
        peer_file = INVALID_HANDLE_VALUE;
    }
    if (scopes)
        write_peer();
    service_state_write(state_file, scopes, port);
}

/* ---- answering ---- */

static void forget_incoming(ULONG index)
{
    Incoming *incoming = waiting.items[index];
    list_remove(&waiting, index);
    free(incoming->info);
    free(incoming);
}

static void answer(Connection *to, ULONGLONG id, PEER_INVITATION_RESPONSE_TYPE action, HRESULT extended)
{
    wchar_t empty[] = L"";
    Message message = {.type = MESSAGE_ANSWER, .id = id, .action = action, .value = (DWORD)extended, .name = empty};
    if (!to->ended && !wire_send(to->socket, &message))
        to->ended = true;
}

static void fail(Connection *to, ULONGLONG id, HRESULT failure)
{
    Message message = {.type = MESSAGE_FAILURE, .id = id, .value = (DWORD)failure};
    if (!to->ended && !wire_send(to->socket, &message))
        to->ended = true;
}

static void accept_invitation(const Incoming *incoming)
{
    const PEER_APPLICATION_REGISTRATION_INFO *application =
        applications_find(&incoming->info->pInvitation->applicationId);
    DWORD process = 0;
    if (!application) {
        answer(incoming->from, incoming->id, PEER_INVITATION_RESPONSE_ERROR, PEER_E_NOT_FOUND);
        return;
    }
    if (!launch_program(application, incoming->info, &process)) {
        HRESULT hr = HRESULT_FROM_WIN32(GetLastError());
        note("launch failed 0x%08lx", (unsigned long)hr);
        answer(incoming->from, incoming->id, PEER_INVITATION_RESPONSE_ERROR, hr);
        return;
    }
    note("accepted, launched process %lu", process);
    answer(incoming->from, incoming->id, PEER_INVITATION_RESPONSE_ACCEPTED, S_OK);
}

static void answer_by_script(const Incoming *incoming)
{
    switch (script.kind) {
    case ANSWER_ACCEPT:
        accept_invitation(incoming);
        break;
    case ANSWER_DECLINE:
        note("declined");
        answer(incoming->from, incoming->id, PEER_INVITATION_RESPONSE_DECLINED, S_OK);
        break;
    case ANSWER_EXPIRE:
        note("expired");
        answer(incoming->from, incoming->id, PEER_INVITATION_RESPONSE_EXPIRED, S_OK);
        break;
    case ANSWER_ERROR:
        note("error 0x%08lx", (unsigned long)script.result);
        answer(incoming->from, incoming->id, PEER_INVITATION_RESPONSE_ERROR, script.result);
        break;
    default:
        note("failed 0x%08lx", (unsigned long)script.result);
        fail(incoming->from, incoming->id, script.result);
        break;
    }
}

/* Answers the invitations that are due. Returns the milliseconds until the next one. */
static DWORD answer_due(void)
{
    ULONGLONG now = GetTickCount64(), next = now + 1000;
    for (ULONG i = waiting.count; i-- > 0;) {
        Incoming *incoming = waiting.items[i];
        ULONGLONG when = incoming->due && incoming->due < incoming->expires ? incoming->due : incoming->expires;
        if (when > now) {
            next = when < next ? when : next;
            continue;
        }
        if (when == incoming->due) {
            answer_by_script(incoming);
        } else {
            note("expired");
            answer(incoming->from, incoming->id, PEER_INVITATION_RESPONSE_EXPIRED, S_OK);
        }
        forget_incoming(i);
    }
    return (DWORD)(next - now);
}

static void plan_answers(void)
{
    ULONGLONG now = GetTickCount64();
    for (ULONG i = 0; i < waiting.count; i++)
        ((Incoming *)waiting.items[i])->due = script.kind == ANSWER_IGNORE ? 0 : now + script.delay;
}

/* ---- messages of senders ---- */

static bool is_me(const wchar_t *peer_name)
{
    return wcscmp(contacts_me()->pwzPeerName, peer_name) == 0;
}

/* The program gets the sender's contact only when it is in the contact store. */
static PEER_APP_LAUNCH_INFO *as_seen_here(const PEER_APP_LAUNCH_INFO *sent)
{
    PEER_APP_LAUNCH_INFO info = *sent;
    const wchar_t *name = info.pContact ? info.pContact->pwzPeerName : NULL;
    info.pContact = name ? (PEER_CONTACT *)contacts_find(name) : NULL;
    return shape_clone(&shape_launch_info, &info);
}

static void take_invitation(Connection *from, const Message *message)
{
    if (!message->info || !message->info->pInvitation || !message->info->pEndpoint) {
        fail(from, message->id, E_INVALIDARG);
        return;
    }
    wchar_t key[STORE_KEY_SIZE];
    key_of_guid(&message->info->pInvitation->applicationId, key);
    note("invited for %ls", key);
    /* A user who is signed out, or not the intended contact, looks like an absent one. */
    if (!scopes || (message->name && !is_me(message->name))) {
        note("refused");
        fail(from, message->id, PEER_E_CONNECTION_FAILED);
        return;
    }
    if (script.kind != ANSWER_FAIL && !applications_find(&message->info->pInvitation->applicationId)) {
        note("not registered");
        answer(from, message->id, PEER_INVITATION_RESPONSE_ERROR, PEER_E_NOT_FOUND);
        return;
    }
    Incoming *incoming = calloc(1, sizeof *incoming);
    if (incoming)
        incoming->info = as_seen_here(message->info);
    if (!incoming || !incoming->info || !list_add(&waiting, incoming)) {
        if (incoming)
            free(incoming->info);
        free(incoming);
        fail(from, message->id, E_OUTOFMEMORY);
        return;
    }
    incoming->from = from;
    incoming->id = message->id;
    incoming->expires = GetTickCount64() + options.expiryMs;
    incoming->due = script.kind == ANSWER_IGNORE ? 0 : GetTickCount64() + script.delay;
}

static void take_cancel(const Connection *from, ULONGLONG id)
{
    for (ULONG i = 0; i < waiting.count; i++) {
        const Incoming *incoming = waiting.items[i];
        if (incoming->from == from && incoming->id == id) {
            note("cancelled");
            forget_incoming(i);
            return;
        }
    }
}

/* ---- messages of the user's own processes ---- */

static void take_published(Connection *from, const Message *message)
{
    REFERENCE_P2P_PEER *copy = message->peer ? shape_clone(&shape_peer, message->peer) : NULL;
    if (!copy)
        return;
    free(from->published);
    from->published = copy;
    free(presence);
    presence = copy->pPresence ? shape_clone(&shape_presence, copy->pPresence) : NULL;
}

static HRESULT take_request(Connection *from, const Message *message)
{
    switch (message->type) {
    case MESSAGE_SIGN_IN:
        scopes |= message->value;
        take_published(from, message);
        break;
    case MESSAGE_SIGN_OUT:
        scopes &= ~message->value;
        break;
    case MESSAGE_PUBLISH:
        take_published(from, message);
        break;
    case MESSAGE_SCRIPT:
        script = (AnswerScript){(AnswerKind)message->value, (HRESULT)message->action, message->delay};
        plan_answers();
        return S_OK;
    default:
        return E_INVALIDARG;
    }
    publish();
    return S_OK;
}

static void take_message(Connection *from, const Message *message)
{
    switch (message->type) {
    case MESSAGE_INVITE:
        take_invitation(from, message);
        break;
    case MESSAGE_CANCEL:
        take_cancel(from, message->id);
        break;
    default: {
        Message reply = {.type = MESSAGE_DONE, .value = (DWORD)take_request(from, message)};
        if (!wire_send(from->socket, &reply))
            from->ended = true;
    }
    }
}

/* ---- connections ---- */

static void take_connection(void)
{
    Connection *connection = calloc(1, sizeof *connection);
    SOCKET accepted = wire_accept(listener);
    if (accepted == INVALID_SOCKET || !connection || connections.count + 1 >= FD_SETSIZE ||
        !list_add(&connections, connection)) {
        if (accepted != INVALID_SOCKET)
            closesocket(accepted);
        free(connection);
        return;
    }
    connection->socket = accepted;
}

/* The invitations of a sender end with its connection, and so do the objects of a process. */
static void drop_connection(ULONG index)
{
    Connection *connection = connections.items[index];
    for (ULONG i = waiting.count; i-- > 0;) {
        if (((Incoming *)waiting.items[i])->from == connection) {
            note("withdrawn");
            forget_incoming(i);
        }
    }
    list_remove(&connections, index);
    closesocket(connection->socket);
    if (connection->published) {
        free(connection->published);
        publish();
    }
    free(connection);
}

static bool wait_and_serve(DWORD milliseconds)
{
    fd_set readable;
    struct timeval limit = {(long)(milliseconds / 1000), (long)(milliseconds % 1000) * 1000};
    FD_ZERO(&readable);
    FD_SET(listener, &readable);
    for (ULONG i = 0; i < connections.count; i++)
        FD_SET(((Connection *)connections.items[i])->socket, &readable);
    if (select(0, &readable, NULL, NULL, &limit) == SOCKET_ERROR)
        return false;
    for (ULONG i = connections.count; i-- > 0;) {
        Connection *connection = connections.items[i];
        if (FD_ISSET(connection->socket, &readable)) {
            Message *message = wire_receive(connection->socket);
            if (message)
                take_message(connection, message);
            else
                connection->ended = true;
            free(message);
        }
    }
    for (ULONG i = connections.count; i-- > 0;)
        if (((Connection *)connections.items[i])->ended)
            drop_connection(i);
    if (FD_ISSET(listener, &readable))
        take_connection();
    return true;
}

/* The service stays for a while after the last process has ended, because an
 * invitation may come. After signing out everywhere it ends with the last connection. */
static bool is_needed(void)
{
    ULONGLONG now = GetTickCount64();
    if (connections.count || waiting.count) {
        last_use = now;
        return true;
    }
    return now - last_use < (scopes ? options.hostLingerMs : 1000);
}

ULONG WINAPI ReferenceP2PRunService(void)
{
    /* A test can fix the port, so that it stays the same after a restart. */
    char text[16];
    if (GetEnvironmentVariableA("REFERENCE_P2P_PORT", text, sizeof text))
        port = (USHORT)strtoul(text, NULL, 10);
    state_file = service_state_create();
    if (state_file == INVALID_HANDLE_VALUE)
        return 1; /* another service of this user runs */
    if (!wire_start() || (listener = wire_listen(&port)) == INVALID_SOCKET)
        return 2;
    script = answer_script_from_environment();
    last_use = GetTickCount64();
    service_state_write(state_file, 0, port);
    note("started");
    while (is_needed() && wait_and_serve(answer_due())) {
    }
    note("ended");
    return 0;
}
