#include "transport.h"

#include "answer-script.h"
#include "calls.h"
#include "contacts.h"
#include "folders.h"
#include "invitations.h"
#include "links.h"
#include "network.h"
#include "objects.h"
#include "peers.h"
#include "presence.h"
#include "publication.h"
#include "service-state.h"
#include "signed-in.h"
#include "wire.h"

enum { SERVICE_START_MS = 20000, POLL_MS = 200 };

static AnswerScript own_script;
static bool script_read;
static SOCKET service_socket = INVALID_SOCKET; /* the connection to this user's service */
static HANDLE watcher_stop;

/* ---- in-process: a script or a control export answers ---- */

typedef struct Scripted {
    void *handle;
    AnswerScript script;
} Scripted;

static Outcome outcome_of(const AnswerScript *script)
{
    switch (script->kind) {
    case ANSWER_ACCEPT:
        return (Outcome){.action = PEER_INVITATION_RESPONSE_ACCEPTED, .message = L""};
    case ANSWER_DECLINE:
        return (Outcome){.action = PEER_INVITATION_RESPONSE_DECLINED, .message = L""};
    case ANSWER_EXPIRE:
        return (Outcome){.action = PEER_INVITATION_RESPONSE_EXPIRED, .message = L""};
    case ANSWER_ERROR:
        return (Outcome){
            .action = PEER_INVITATION_RESPONSE_ERROR, .message = L"", .extended = script->result};
    default:
        return (Outcome){.failure = script->result};
    }
}

static DWORD WINAPI answer_later(void *pointer)
{
    Scripted *scripted = pointer;
    Outcome outcome = outcome_of(&scripted->script);
    Sleep(scripted->script.delay);
    state_lock();
    invitation_settle(scripted->handle, &outcome, SIGNAL_ONCE);
    state_unlock();
    free(scripted);
    return 0;
}

static const AnswerScript *current_script(void)
{
    if (!script_read) {
        own_script = answer_script_from_environment();
        script_read = true;
    }
    return &own_script;
}

static void answer_by_script(void *handle)
{
    const AnswerScript *script = current_script();
    if (script->kind == ANSWER_IGNORE)
        return;
    Scripted *scripted = calloc(1, sizeof *scripted);
    if (!scripted)
        return;
    *scripted = (Scripted){handle, *script};
    if (!QueueUserWorkItem(answer_later, scripted, WT_EXECUTELONGFUNCTION))
        free(scripted);
}

/* ---- the user's service ---- */

static bool service_path(wchar_t path[MAX_PATH])
{
    DWORD length = GetEnvironmentVariableW(L"REFERENCE_P2P_SERVICE", path, MAX_PATH);
    if (length)
        return length < MAX_PATH;
    HMODULE self;
    if (!GetModuleHandleExW(
            GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
            (LPCWSTR)(uintptr_t)service_path, &self))
        return false;
    length = GetModuleFileNameW(self, path, MAX_PATH);
    wchar_t *slash = length && length < MAX_PATH ? wcsrchr(path, L'\\') : NULL;
    if (!slash || slash + COUNT_OF(L"\\p2phost.exe") > path + MAX_PATH)
        return false;
    wcscpy(slash, L"\\p2phost.exe");
    return true;
}

static bool start_service(ServiceState *state)
{
    wchar_t path[MAX_PATH], line[MAX_PATH + 3];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION started;
    if (!service_path(path))
        return false;
    swprintf(line, COUNT_OF(line), L"\"%ls\"", path);
    if (!CreateProcessW(path, line, NULL, NULL, FALSE, DETACHED_PROCESS, NULL, NULL, &startup, &started))
        return false;
    CloseHandle(started.hThread);
    bool ready = false;
    for (ULONGLONG end = GetTickCount64() + SERVICE_START_MS; !ready && GetTickCount64() < end;) {
        ready = service_state_read(state);
        /* A service that ends at once has found another service of this user. */
        if (!ready)
            Sleep(20);
    }
    CloseHandle(started.hProcess);
    return ready;
}

static void disconnect_from_service(void)
{
    if (service_socket != INVALID_SOCKET)
        closesocket(service_socket);
    service_socket = INVALID_SOCKET;
}

static bool connect_to_service(bool may_start)
{
    ServiceState state;
    if (service_socket != INVALID_SOCKET)
        return true;
    if (!wire_start() || (!service_state_read(&state) && (!may_start || !start_service(&state))))
        return false;
    service_socket = wire_connect((USHORT)state.port);
    return service_socket != INVALID_SOCKET;
}

/* Sends one message and waits for its reply. The first use notices a killed service. */
static HRESULT ask(const Message *message, bool may_start)
{
    for (int attempt = 0; attempt < 2; attempt++) {
        if (!connect_to_service(may_start))
            return PEER_E_SERVICE_NOT_AVAILABLE;
        Message *reply = wire_send(service_socket, message) ? wire_receive(service_socket) : NULL;
        if (reply) {
            HRESULT hr = (HRESULT)reply->value;
            free(reply);
            return hr;
        }
        disconnect_from_service();
    }
    return PEER_E_SERVICE_NOT_AVAILABLE;
}

static ULONG flat_array(const List *list, size_t size, void **array)
{
    *array = list->count ? calloc(list->count, size) : NULL;
    for (ULONG i = 0; *array && i < list->count; i++)
        memcpy((char *)*array + i * size, list->items[i], size);
    return *array ? list->count : 0;
}

/* Sends the data that this process adds to the user's peer. The service has the rest. */
static HRESULT publish_as(MessageType type, DWORD scopes, bool may_start)
{
    List objects = {0};
    void *array = NULL;
    REFERENCE_P2P_PEER peer = {.pPresence = (PEER_PRESENCE_INFO *)presence_own()};
    if (objects_list(NULL, &objects))
        peer.cObjects = flat_array(&objects, sizeof(PEER_OBJECT), &array);
    peer.pObjects = array;
    Message message = {.type = (DWORD)type, .value = scopes, .peer = &peer};
    HRESULT hr = ask(&message, may_start);
    free(array);
    list_clear(&objects, NULL);
    return hr;
}

/* ---- following the network ---- */

static USHORT own_port(void)
{
    ServiceState state;
    return service_state_read(&state) ? (USHORT)state.port : 0;
}

static DWORD WINAPI watch(void *pointer)
{
    HANDLE stop = pointer;
    while (WaitForSingleObject(stop, POLL_MS) == WAIT_TIMEOUT) {
        state_lock();
        if (watcher_stop == stop)
            network_synchronise(own_port());
        state_unlock();
    }
    CloseHandle(stop);
    return 0;
}

static void start_watching(void)
{
    if (watcher_stop)
        return;
    watcher_stop = CreateEventW(NULL, TRUE, FALSE, NULL);
    HANDLE thread = watcher_stop ? CreateThread(NULL, 0, watch, watcher_stop, 0, NULL) : NULL;
    if (thread)
        CloseHandle(thread);
}

/* ---- the interface ---- */

HRESULT transport_sign_in(DWORD scopes)
{
    if (!network_used()) {
        signed_in_add(scopes);
        return S_OK;
    }
    start_watching();
    return publish_as(MESSAGE_SIGN_IN, scopes, true);
}

HRESULT transport_sign_out(DWORD scopes)
{
    if (!network_used()) {
        signed_in_remove(scopes);
        return S_OK;
    }
    Message message = {.type = MESSAGE_SIGN_OUT, .value = scopes};
    HRESULT hr = ask(&message, false);
    /* Without a service the user is signed out. */
    return hr == PEER_E_SERVICE_NOT_AVAILABLE ? S_OK : hr;
}

static void publish(void)
{
    if (network_used() && signed_in_scopes())
        publish_as(MESSAGE_PUBLISH, 0, false);
}

void transport_initialise(void)
{
    publication_initialise(publish);
}

void transport_refresh_peers(void)
{
    if (!network_used())
        return;
    start_watching();
    network_synchronise(own_port());
}

/* The sender's endpoint for the recipient. Without a service it cannot be reached. */
static PEER_ENDPOINT own_endpoint(void)
{
    PEER_ENDPOINT endpoint = {.address = {.dwSize = sizeof(PEER_ADDRESS)}};
    endpoint.address.sin6.sin6_family = AF_INET6;
    endpoint.address.sin6.sin6_addr.s6_addr[15] = 1;
    endpoint.address.sin6.sin6_port = htons(own_port());
    endpoint.pwzEndpointName = (PWSTR)endpoint_name_own();
    return endpoint;
}

static USHORT port_of(const PEER_APP_LAUNCH_INFO *invitation)
{
    return ntohs(invitation->pEndpoint->address.sin6.sin6_port);
}

/* A peer that is not published cannot be reached. The list of peers does not have this user. */
static bool is_reachable(const PEER_APP_LAUNCH_INFO *invitation)
{
    if (peers_find(invitation->pEndpoint))
        return true;
    transport_refresh_peers();
    return peers_find(invitation->pEndpoint) || port_of(invitation) == own_port();
}

void transport_invite(void *handle, const PEER_APP_LAUNCH_INFO *invitation)
{
    if (!network_used()) {
        answer_by_script(handle);
        return;
    }
    if (!is_reachable(invitation)) {
        links_fail_later(handle, PEER_E_CONNECTION_FAILED);
        return;
    }
    PEER_ENDPOINT endpoint = own_endpoint();
    PEER_APP_LAUNCH_INFO from = {(PEER_CONTACT *)contacts_me(), &endpoint, NULL};
    links_invite(port_of(invitation), handle, invitation, &from);
}

void transport_cancel(void *handle)
{
    const PEER_APP_LAUNCH_INFO *sent = network_used() ? invitation_sent(handle) : NULL;
    if (sent)
        links_cancel(port_of(sent), handle);
}

HRESULT transport_set_answer(const char *text)
{
    AnswerScript script;
    if (!answer_script_parse(text, &script))
        return E_INVALIDARG;
    if (!network_used()) {
        own_script = script;
        script_read = true;
        return S_OK;
    }
    Message message = {.type = MESSAGE_SCRIPT,
                       .value = (DWORD)script.kind,
                       .action = (DWORD)script.result,
                       .delay = script.delay};
    return ask(&message, false);
}

void transport_stop(void)
{
    disconnect_from_service();
    if (watcher_stop)
        SetEvent(watcher_stop); /* the thread closes the event */
    watcher_stop = NULL;
    if (network_used()) {
        network_forget();
        peers_forget();
    }
}

void transport_forget(void)
{
    signed_in_remove(PEER_SIGNIN_ALL);
    script_read = false;
}

ULONG transport_service_process(void)
{
    ServiceState state;
    return network_used() && service_state_read(&state) ? state.process : 0;
}
