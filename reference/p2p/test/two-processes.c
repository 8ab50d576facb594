/*
 * Tests with two users on one network folder, each with a service. This process
 * is the first user. It starts itself again as the second user, and the service
 * starts it a third time as the launched program.
 */
#include "check.h"

enum { WAIT_MS = 30000 };

static wchar_t folder[MAX_PATH], program[MAX_PATH];

static void set_variable(const wchar_t *name, const wchar_t *value)
{
    SetEnvironmentVariableW(name, value);
}

static void path_in(wchar_t path[MAX_PATH], const wchar_t *name)
{
    swprintf(path, MAX_PATH, L"%ls\\%ls", folder, name);
}

/* Must be called before the DLL is used, because its threads read these variables. */
static void become(const wchar_t *user)
{
    wchar_t home[MAX_PATH];
    path_in(home, user);
    CreateDirectoryW(home, NULL);
    set_variable(L"REFERENCE_P2P_HOME", home);
    set_variable(L"REFERENCE_P2P_NICK_NAME", user);
}

/* ---- the roles of the other processes ---- */

static HANDLE named_event(const wchar_t *name)
{
    return CreateEventW(NULL, TRUE, FALSE, name);
}

static int violations_found(void)
{
    char text[512];
    int found = 0;
    for (; ReferenceP2PNextViolation(text, sizeof text); found++)
        printf("other process: violation: %s\n", text);
    fflush(stdout);
    return found;
}

static HRESULT register_self(void)
{
    wchar_t launched_file[MAX_PATH], arguments[MAX_PATH + 16];
    path_in(launched_file, L"launched.txt");
    PEER_APPLICATION_REGISTRATION_INFO info = registration_of(id_of(1));
    swprintf(arguments, MAX_PATH + 16, L"launched \"%ls\"", launched_file);
    info.pwzApplicationToLaunch = program;
    info.pwzApplicationArguments = arguments;
    return PeerCollabRegisterApplication(&info, PEER_APPLICATION_CURRENT_USER);
}

/* recipient <script>: bob signs in, registers, waits for "quit". */
static int be_recipient(const wchar_t *script)
{
    become(L"bob");
    set_variable(L"REFERENCE_P2P_ANSWER", script);
    HANDLE ready = named_event(L"self-test-ready"), quit = named_event(L"self-test-quit");
    HRESULT hr = PeerCollabStartup(PEER_COLLAB_VERSION);
    if (SUCCEEDED(hr))
        hr = PeerCollabSignin(NULL, PEER_SIGNIN_ALL);
    if (SUCCEEDED(hr))
        hr = register_self();
    if (FAILED(hr) && hr != PEER_E_ALREADY_EXISTS) {
        printf("recipient: 0x%08lx\n", (unsigned long)hr);
        return 1;
    }
    SetEvent(ready);
    WaitForSingleObject(quit, INFINITE);
    PeerCollabShutdown();
    return violations_found();
}

/* launched <file>: writes its launch information. */
static int be_launched(const wchar_t *file)
{
    PEER_APP_LAUNCH_INFO *info;
    HRESULT hr = PeerCollabStartup(PEER_COLLAB_VERSION);
    if (SUCCEEDED(hr))
        hr = PeerCollabGetAppLaunchInfo(&info);
    wchar_t temporary[MAX_PATH];
    swprintf(temporary, MAX_PATH, L"%ls.new", file);
    FILE *out = _wfopen(temporary, L"wb");
    if (!out)
        return 2;
    if (SUCCEEDED(hr)) {
        fprintf(out, "%ls|%lu|%d|%ls", info->pInvitation->pwzMessage, info->pInvitation->applicationData.cbData,
                info->pContact != NULL, info->pEndpoint->pwzEndpointName);
        PeerFreeData(info);
    } else {
        fprintf(out, "0x%08lx", (unsigned long)hr);
    }
    fclose(out);
    MoveFileExW(temporary, file, MOVEFILE_REPLACE_EXISTING);
    PeerCollabShutdown();
    return violations_found();
}

static HRESULT invite(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint, GUID id, HANDLE event,
                      HANDLE *invitation)
{
    PEER_INVITATION content = invitation_for(id);
    return contact ? PeerCollabAsyncInviteContact(contact, endpoint, &content, event, invitation)
                   : PeerCollabAsyncInviteEndpoint(endpoint, &content, event, invitation);
}

/* sender <port>: sends 10 invitations, and waits until it is killed. */
static int be_sender(const wchar_t *port)
{
    PEER_ENDPOINT endpoint = endpoint_at((USHORT)wcstoul(port, NULL, 10));
    HANDLE invitation;
    PeerCollabStartup(PEER_COLLAB_VERSION);
    for (int i = 0; i < 10; i++)
        invite(NULL, &endpoint, id_of(1), NULL, &invitation);
    SetEvent(named_event(L"self-test-ready"));
    Sleep(INFINITE);
    return 0;
}

int play_role(int argc, wchar_t **argv)
{
    GetEnvironmentVariableW(L"SELF_TEST_FOLDER", folder, MAX_PATH);
    GetModuleFileNameW(NULL, program, MAX_PATH);
    if (argc == 3 && wcscmp(argv[1], L"recipient") == 0)
        return be_recipient(argv[2]);
    if (argc == 3 && wcscmp(argv[1], L"launched") == 0)
        return be_launched(argv[2]);
    if (argc == 3 && wcscmp(argv[1], L"sender") == 0)
        return be_sender(argv[2]);
    return 2;
}

/* ---- this process: it starts and ends the others ---- */

static HANDLE start_role(const wchar_t *role, const wchar_t *argument)
{
    wchar_t line[2 * MAX_PATH];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION started;
    HANDLE ready = named_event(L"self-test-ready");
    ResetEvent(ready);
    ResetEvent(named_event(L"self-test-quit"));
    swprintf(line, 2 * MAX_PATH, L"\"%ls\" %ls \"%ls\"", program, role, argument);
    if (!CreateProcessW(program, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &started)) {
        CHECK(!"CreateProcess");
        return NULL;
    }
    CloseHandle(started.hThread);
    HANDLE either[] = {ready, started.hProcess};
    CHECK(WaitForMultipleObjects(2, either, FALSE, WAIT_MS) == WAIT_OBJECT_0);
    CloseHandle(ready);
    return started.hProcess;
}

static HANDLE start_recipient(const wchar_t *script)
{
    return start_role(L"recipient", script);
}

static void quit_recipient(HANDLE process)
{
    DWORD code = 99;
    HANDLE quit = named_event(L"self-test-quit");
    SetEvent(quit);
    CHECK(WaitForSingleObject(process, WAIT_MS) == WAIT_OBJECT_0);
    GetExitCodeProcess(process, &code);
    CHECK(code == 0);
    CloseHandle(process);
    CloseHandle(quit);
}

static void kill_process(DWORD id)
{
    HANDLE process = OpenProcess(PROCESS_TERMINATE | SYNCHRONIZE, FALSE, id);
    CHECK(process && TerminateProcess(process, 9));
    WaitForSingleObject(process, WAIT_MS);
    CloseHandle(process);
}

/* Returns the process id of a service. The file service.bin of its user begins with it. */
static DWORD service_of(const wchar_t *user)
{
    wchar_t path[MAX_PATH], name[64];
    DWORD process = 0;
    swprintf(name, 64, L"%ls\\service.bin", user);
    path_in(path, name);
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    DWORD size;
    if (file == INVALID_HANDLE_VALUE)
        return 0;
    if (!ReadFile(file, &process, sizeof process, &size, NULL) || size != sizeof process)
        process = 0;
    CloseHandle(file);
    return process;
}

static void end_service(const wchar_t *user)
{
    DWORD process = service_of(user);
    if (process)
        kill_process(process);
    for (int i = 0; i < 200 && service_of(user); i++)
        Sleep(20);
    CHECK(service_of(user) == 0);
}

/* Waits until a file contains the text. */
static bool file_holds(const wchar_t *name, const char *text)
{
    wchar_t path[MAX_PATH];
    static char content[16384];
    path_in(path, name);
    for (int i = 0; i < WAIT_MS / 20; i++, Sleep(20)) {
        FILE *file = _wfopen(path, L"rb");
        if (!file)
            continue;
        content[fread(content, 1, sizeof content - 1, file)] = 0;
        fclose(file);
        if (strstr(content, text))
            return true;
    }
    printf("%ls holds: %s\n", name, content);
    return false;
}

/* Waits for the person near me. Returns false when nobody came in time. */
static bool find_person(PEER_ENDPOINT *endpoint, wchar_t nick[64])
{
    HPEERENUM enumeration;
    PVOID *items;
    bool found = false;
    for (int i = 0; i < 100 && !found; i++, Sleep(found ? 0 : 50)) {
        ULONG count = 1;
        RESULT(S_OK, PeerCollabEnumPeopleNearMe(&enumeration));
        RESULT(S_OK, PeerGetNextItem(enumeration, &count, &items));
        found = count == 1;
        if (found) {
            PEER_PEOPLE_NEAR_ME *person = items[0];
            *endpoint = person->endpoint;
            endpoint->pwzEndpointName = NULL;
            swprintf(nick, 64, L"%ls", person->pwzNickName);
        }
        PeerFreeData(items);
        RESULT(S_OK, PeerEndEnumeration(enumeration));
    }
    return found;
}

/* Waits for the outcome of an invitation, and closes it. Returns a failure, or 1000 + action. */
static HRESULT outcome(HANDLE invitation, HANDLE event, HRESULT *extended)
{
    PEER_INVITATION_RESPONSE *response;
    CHECK(WaitForSingleObject(event, WAIT_MS) == WAIT_OBJECT_0);
    HRESULT hr = PeerCollabGetInvitationResponse(invitation, &response);
    if (SUCCEEDED(hr)) {
        hr = 1000 + response->action;
        if (extended)
            *extended = response->hrExtendedInfo;
        PeerFreeData(response);
    } else {
        PeerCollabCancelInvitation(invitation);
    }
    RESULT(S_OK, PeerCollabCloseHandle(invitation));
    return hr;
}

static void begin_two_processes(const char *name)
{
    begin(name);
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    RESULT(S_OK, PeerCollabSignin(NULL, PEER_SIGNIN_ALL));
}

/* ---- the cases ---- */

static void test_answers(void)
{
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL), invitation;
    HRESULT extended = S_OK;
    PEER_ENDPOINT endpoint;
    wchar_t nick[64];

    begin_two_processes("two processes: accept and launch");
    HANDLE recipient = start_recipient(L"accept,delay=50");
    CHECK(find_person(&endpoint, nick) && wcscmp(nick, L"bob") == 0);
    RESULT(S_OK, invite(NULL, &endpoint, id_of(1), event, &invitation));
    RESULT(1000 + PEER_INVITATION_RESPONSE_ACCEPTED, outcome(invitation, event, NULL));
    CHECK(file_holds(L"launched.txt", "Join my whiteboard?|4|0|"));
    RESULT(S_OK, invite(NULL, &endpoint, id_of(2), event, &invitation));
    RESULT(1000 + PEER_INVITATION_RESPONSE_ERROR, outcome(invitation, event, &extended));
    CHECK(extended == PEER_E_NOT_FOUND);
    PEER_CONTACT somebody_else = contact_named(L"ann.peer");
    RESULT(S_OK, invite(&somebody_else, &endpoint, id_of(1), event, &invitation));
    RESULT(PEER_E_CONNECTION_FAILED, outcome(invitation, event, NULL));

    /* The service stays after the process that signed in has ended. */
    quit_recipient(recipient);
    RESULT(S_OK, invite(NULL, &endpoint, id_of(1), event, &invitation));
    RESULT(1000 + PEER_INVITATION_RESPONSE_ACCEPTED, outcome(invitation, event, NULL));
    end_service(L"bob");
    RESULT(S_OK, invite(NULL, &endpoint, id_of(1), event, &invitation));
    RESULT(PEER_E_CONNECTION_FAILED, outcome(invitation, event, NULL));
    RESULT(S_OK, PeerCollabShutdown());
    CloseHandle(event);
    end();
}

static void test_other_scripts(void)
{
    static const struct {
        const wchar_t *script;
        HRESULT result;
    } scripts[] = {
        {L"decline", 1000 + PEER_INVITATION_RESPONSE_DECLINED},
        {L"expire,delay=30", 1000 + PEER_INVITATION_RESPONSE_EXPIRED},
        {L"error:0x80004005", 1000 + PEER_INVITATION_RESPONSE_ERROR},
        {L"fail:0x80637005", PEER_E_TIMEOUT},
        {L"refuse", PEER_E_CONNECTION_FAILED},
    };
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL), invitation;
    PEER_ENDPOINT endpoint;
    wchar_t nick[64];

    begin_two_processes("two processes: the other kinds of answers");
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        HANDLE recipient = start_recipient(scripts[i].script);
        CHECK(find_person(&endpoint, nick));
        RESULT(S_OK, invite(NULL, &endpoint, id_of(1), event, &invitation));
        RESULT(scripts[i].result, outcome(invitation, event, NULL));
        quit_recipient(recipient);
        end_service(L"bob");
    }
    RESULT(S_OK, PeerCollabShutdown());
    CloseHandle(event);
    end();
}

static void test_cancel_and_kill(void)
{
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL), invitation, other;
    PEER_INVITATION_RESPONSE *response;
    PEER_ENDPOINT endpoint;
    wchar_t nick[64], port[16];

    begin_two_processes("two processes: cancel, kill of the service, kill of a sender");
    HANDLE recipient = start_recipient(L"ignore");
    CHECK(find_person(&endpoint, nick));
    RESULT(S_OK, invite(NULL, &endpoint, id_of(1), event, &invitation));
    CHECK(file_holds(L"bob\\service.log", "invited for bec0ced0-1234-4321-0102-030405060701"));
    RESULT(S_OK, PeerCollabCancelInvitation(invitation));
    CHECK(file_holds(L"bob\\service.log", "cancelled"));
    RESULT(PEER_E_INVITE_CANCELLED, PeerCollabGetInvitationResponse(invitation, &response));
    RESULT(S_OK, PeerCollabCloseHandle(invitation));
    CHECK(WaitForSingleObject(event, 0) == WAIT_OBJECT_0);

    swprintf(port, 16, L"%u", ntohs(endpoint.address.sin6.sin6_port));
    HANDLE sender = start_role(L"sender", port);
    Sleep(300);
    TerminateProcess(sender, 9);
    CHECK(file_holds(L"bob\\service.log", "withdrawn"));
    CloseHandle(sender);

    RESULT(S_OK, invite(NULL, &endpoint, id_of(1), event, &invitation));
    RESULT(S_OK, invite(NULL, &endpoint, id_of(1), NULL, &other));
    Sleep(100);
    RESULT(PEER_E_INVITE_RESPONSE_NOT_AVAILABLE, PeerCollabGetInvitationResponse(invitation, &response));
    end_service(L"bob");
    RESULT(PEER_E_CONNECTION_FAILED, outcome(invitation, event, NULL));
    RESULT(PEER_E_CONNECTION_FAILED, PeerCollabGetInvitationResponse(other, &response));
    RESULT(S_OK, PeerCollabCloseHandle(other));
    quit_recipient(recipient);
    RESULT(S_OK, PeerCollabShutdown());
    CloseHandle(event);
    end();
}

static void test_own_service(void)
{
    DWORD flags;
    begin_two_processes("two processes: kill of the own service");
    RESULT(S_OK, PeerCollabGetSigninOptions(&flags));
    CHECK(flags == PEER_SIGNIN_ALL && ReferenceP2PServiceProcess() != 0);
    end_service(L"alice");
    RESULT(PEER_E_NOT_SIGNED_IN, PeerCollabGetSigninOptions(&flags));
    RESULT(S_OK, PeerCollabSignin(NULL, PEER_SIGNIN_NEAR_ME));
    RESULT(S_OK, PeerCollabGetSigninOptions(&flags));
    CHECK(flags == PEER_SIGNIN_NEAR_ME);
    RESULT(S_OK, PeerCollabSignout(PEER_SIGNIN_ALL));
    RESULT(PEER_E_NOT_SIGNED_IN, PeerCollabGetSigninOptions(&flags));
    RESULT(S_OK, PeerCollabShutdown());
    end();
}

/* The data of the other user is visible here, and its changes arrive as events. */
static void test_subscription(void)
{
    PEER_COLLAB_EVENT_REGISTRATION wanted[] = {{PEER_EVENT_REQUEST_STATUS_CHANGED, NULL},
                                               {PEER_EVENT_ENDPOINT_PRESENCE_CHANGED, NULL},
                                               {PEER_EVENT_PEOPLE_NEAR_ME_CHANGED, NULL}};
    static const PEER_COLLAB_EVENT_TYPE expected[] = {
        PEER_EVENT_REQUEST_STATUS_CHANGED, PEER_EVENT_PEOPLE_NEAR_ME_CHANGED,
        PEER_EVENT_ENDPOINT_PRESENCE_CHANGED};
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);
    PEER_COLLAB_EVENT_DATA *data;
    PEER_CONTACT *contact;
    HPEERENUM enumeration;
    HPEEREVENT registration;
    PEER_ENDPOINT endpoint;
    wchar_t nick[64];
    ULONG count;
    PWSTR xml;

    begin_two_processes("two processes: endpoint data and its subscription");
    HANDLE recipient = start_recipient(L"ignore");
    CHECK(find_person(&endpoint, nick));
    RESULT(S_OK, PeerCollabRegisterEvent(event, 3, wanted, &registration));
    RESULT(S_OK, PeerCollabSubscribeEndpointData(&endpoint));
    for (int i = 0; i < 3; i++) {
        HRESULT hr;
        while ((hr = PeerCollabGetEventData(registration, &data)) == PEER_S_NO_EVENT_DATA &&
               WaitForSingleObject(event, WAIT_MS) == WAIT_OBJECT_0) {
        }
        RESULT(S_OK, hr);
        CHECK(data && data->eventType == expected[i]);
        PeerFreeData(data);
        if (i > 0)
            continue;
        RESULT(S_OK, PeerCollabQueryContactData(&endpoint, &xml));
        RESULT(S_OK, PeerCollabAddContact(xml, &contact));
        PeerFreeData(xml);
        CHECK(wcscmp(contact->pwzNickName, L"bob") == 0);
        RESULT(S_OK, PeerCollabEnumApplications(&endpoint, NULL, &enumeration));
        RESULT(S_OK, PeerGetItemCount(enumeration, &count));
        CHECK(count == 1);
        RESULT(S_OK, PeerEndEnumeration(enumeration));
        end_service(L"bob");
    }
    RESULT(S_OK, PeerCollabDeleteContact(contact->pwzPeerName));
    PeerFreeData(contact);
    RESULT(S_OK, PeerCollabUnsubscribeEndpointData(&endpoint));
    RESULT(S_OK, PeerCollabUnregisterEvent(registration));
    quit_recipient(recipient);
    RESULT(S_OK, PeerCollabShutdown());
    CloseHandle(event);
    end();
}

void test_two_processes(void)
{
    wchar_t network[MAX_PATH];
    GetEnvironmentVariableW(L"SELF_TEST_FOLDER", folder, MAX_PATH);
    GetModuleFileNameW(NULL, program, MAX_PATH);
    path_in(network, L"network");
    CreateDirectoryW(folder, NULL);
    CreateDirectoryW(network, NULL);
    set_variable(L"REFERENCE_P2P_NETWORK", network);
    set_variable(L"REFERENCE_P2P_OPTIONS", L"hostLingerMs=30000");
    become(L"alice");
    test_answers();
    test_other_scripts();
    test_cancel_and_kill();
    test_subscription();
    test_own_service();
    end_service(L"alice");
    set_variable(L"REFERENCE_P2P_NETWORK", NULL);
    set_variable(L"REFERENCE_P2P_HOME", NULL);
}
