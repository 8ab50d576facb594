/* Tests of invitations without a service. Control exports play the recipient. */
#include "check.h"

static HANDLE new_event(void)
{
    return CreateEventW(NULL, FALSE, FALSE, NULL);
}

static bool is_set(HANDLE event)
{
    return WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
}

static HANDLE invite(HANDLE event)
{
    PEER_ENDPOINT endpoint = endpoint_at(3587);
    PEER_INVITATION invitation = invitation_for(id_of(1));
    HANDLE handle = NULL;
    RESULT(S_OK, PeerCollabAsyncInviteEndpoint(&endpoint, &invitation, event, &handle));
    CHECK(handle != NULL);
    return handle;
}

static void test_arguments(void)
{
    PEER_ENDPOINT endpoint = endpoint_at(3587), wrong = endpoint;
    PEER_INVITATION invitation = invitation_for(id_of(1)), bad = invitation;
    PEER_CONTACT contact = contact_named(L"ann.peer"), nobody = contact_named(NULL);
    PEER_INVITATION_RESPONSE *response;
    HANDLE handle;
    wchar_t text[257];
    static BYTE bytes[16385];

    begin("invitation arguments");
    RESULT(PEER_E_NOT_INITIALIZED, PeerCollabAsyncInviteEndpoint(&endpoint, &invitation, NULL, &handle));
    RESULT(PEER_E_NOT_INITIALIZED, PeerCollabAsyncInviteContact(&contact, &endpoint, &invitation, NULL, &handle));
    RESULT(PEER_E_NOT_INITIALIZED, PeerCollabGetInvitationResponse(NULL, &response));
    RESULT(PEER_E_NOT_INITIALIZED, PeerCollabCancelInvitation(NULL));
    RESULT(PEER_E_NOT_INITIALIZED, PeerCollabCloseHandle(NULL));
    RESULT(PEER_E_NOT_INITIALIZED, PeerCollabInviteContact(&contact, &endpoint, &invitation, &response));
    RESULT(PEER_E_NOT_INITIALIZED, PeerCollabInviteEndpoint(&endpoint, &invitation, &response));

    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    RESULT(E_INVALIDARG, PeerCollabAsyncInviteEndpoint(NULL, &invitation, NULL, &handle));
    RESULT(E_INVALIDARG, PeerCollabAsyncInviteEndpoint(&endpoint, NULL, NULL, &handle));
    RESULT(E_NOTIMPL, PeerCollabAsyncInviteContact(&contact, NULL, &invitation, NULL, &handle));
    RESULT(E_INVALIDARG, PeerCollabAsyncInviteContact(&nobody, &endpoint, &invitation, NULL, &handle));
    RESULT(E_INVALIDARG, PeerCollabAsyncInviteContact(&contact, &endpoint, NULL, NULL, &handle));
    RESULT(E_INVALIDARG, PeerCollabInviteEndpoint(&endpoint, &invitation, NULL));
    RESULT(E_INVALIDARG, PeerCollabInviteContact(&contact, &endpoint, NULL, &response));
    CHECK(response == NULL);

    wrong.address.sin6.sin6_family = AF_INET;
    RESULT(E_INVALIDARG, PeerCollabAsyncInviteEndpoint(&wrong, &invitation, NULL, &handle));
    wrong = endpoint;
    wrong.address.dwSize = 28;
    RESULT(E_INVALIDARG, PeerCollabAsyncInviteEndpoint(&wrong, &invitation, NULL, &handle));
    VIOLATION("wrong-size");

    for (int i = 0; i < 256; i++)
        text[i] = L'x';
    text[256] = 0;
    bad.pwzMessage = text;
    RESULT(E_INVALIDARG, PeerCollabAsyncInviteEndpoint(&endpoint, &bad, NULL, &handle));
    bad.applicationData = (PEER_DATA){sizeof bytes, bytes};
    bad.pwzMessage = NULL;
    RESULT(E_INVALIDARG, PeerCollabAsyncInviteEndpoint(&endpoint, &bad, NULL, &handle));
    bad.applicationData = (PEER_DATA){4, NULL};
    RESULT(E_INVALIDARG, PeerCollabAsyncInviteEndpoint(&endpoint, &bad, NULL, &handle));
    memset(&bad.applicationId, 0, sizeof bad.applicationId);
    bad.applicationData = (PEER_DATA){0, NULL};
    RESULT(E_INVALIDARG, PeerCollabAsyncInviteEndpoint(&endpoint, &bad, NULL, &handle));

    /* Text and data at the limits are accepted. */
    text[255] = 0;
    bad = invitation;
    bad.pwzMessage = text;
    bad.applicationData = (PEER_DATA){16384, bytes};
    RESULT(S_OK, PeerCollabAsyncInviteEndpoint(&endpoint, &bad, NULL, &handle));
    RESULT(S_OK, PeerCollabCancelInvitation(handle));
    RESULT(S_OK, PeerCollabCloseHandle(handle));

    RESULT(E_INVALIDARG, PeerCollabGetInvitationResponse(NULL, &response));
    RESULT(E_HANDLE, PeerCollabCancelInvitation(NULL));
    RESULT(E_HANDLE, PeerCollabCloseHandle(NULL));
    RESULT(S_OK, PeerCollabShutdown());
    end();
}

static void test_answers(void)
{
    static const PEER_INVITATION_RESPONSE_TYPE actions[] = {
        PEER_INVITATION_RESPONSE_DECLINED, PEER_INVITATION_RESPONSE_ACCEPTED,
        PEER_INVITATION_RESPONSE_EXPIRED, PEER_INVITATION_RESPONSE_ERROR};
    PEER_INVITATION_RESPONSE *response;
    HANDLE event = new_event();

    begin("invitation answers");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    for (size_t i = 0; i < 4; i++) {
        HANDLE invitation = invite(event);
        CHECK(!is_set(event));
        RESULT(PEER_E_INVITE_RESPONSE_NOT_AVAILABLE, PeerCollabGetInvitationResponse(invitation, &response));
        CHECK(response == NULL);
        RESULT(S_OK, ReferenceP2PAnswer(invitation, actions[i], i % 2 ? L"text" : NULL,
                                        i == 3 ? PEER_E_NOT_FOUND : S_OK, 0));
        CHECK(is_set(event) && !is_set(event));
        for (int again = 0; again < 2; again++) {
            RESULT(S_OK, PeerCollabGetInvitationResponse(invitation, &response));
            CHECK(response->action == actions[i]);
            CHECK(i % 2 ? wcscmp(response->pwzMessage, L"text") == 0 : !response->pwzMessage);
            CHECK(response->hrExtendedInfo == (i == 3 ? PEER_E_NOT_FOUND : S_OK));
            PeerFreeData(response);
        }
        RESULT(PEER_E_ALREADY_EXISTS, ReferenceP2PAnswer(invitation, actions[i], NULL, S_OK, 0));
        RESULT(S_OK, PeerCollabCancelInvitation(invitation)); /* too late: the answer stands */
        RESULT(S_OK, PeerCollabGetInvitationResponse(invitation, &response));
        PeerFreeData(response);
        RESULT(S_OK, PeerCollabCloseHandle(invitation));
        RESULT(PEER_E_NOT_FOUND, ReferenceP2PAnswer(invitation, actions[i], NULL, S_OK, 0));
    }
    RESULT(S_OK, PeerCollabShutdown());
    CloseHandle(event);
    end();
}

static void test_failures_and_signals(void)
{
    PEER_INVITATION_RESPONSE *response;
    HANDLE event = new_event();

    begin("invitation failures, signals without an answer");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    HANDLE invitation = invite(event);
    RESULT(S_OK, ReferenceP2PSignal(invitation, 2));
    CHECK(is_set(event));
    RESULT(PEER_E_INVITE_RESPONSE_NOT_AVAILABLE, PeerCollabGetInvitationResponse(invitation, &response));
    RESULT(S_OK, ReferenceP2PFail(invitation, PEER_E_NOT_FOUND, REFERENCE_P2P_SIGNAL_TWICE));
    CHECK(is_set(event));
    RESULT(PEER_E_NOT_FOUND, PeerCollabGetInvitationResponse(invitation, &response));
    CHECK(response == NULL);
    RESULT(S_OK, PeerCollabCloseHandle(invitation));

    invitation = invite(event);
    RESULT(S_OK, ReferenceP2PAnswer(invitation, PEER_INVITATION_RESPONSE_ACCEPTED, NULL, S_OK,
                                    REFERENCE_P2P_NO_SIGNAL));
    CHECK(!is_set(event));
    RESULT(S_OK, PeerCollabCloseHandle(invitation));

    /* When another thread answers, the call returns at once. */
    invitation = invite(event);
    RESULT(S_OK, ReferenceP2PAnswer(invitation, PEER_INVITATION_RESPONSE_ACCEPTED, NULL, S_OK,
                                    REFERENCE_P2P_FROM_THREAD));
    CHECK(WaitForSingleObject(event, 5000) == WAIT_OBJECT_0);
    RESULT(S_OK, PeerCollabGetInvitationResponse(invitation, &response));
    PeerFreeData(response);
    RESULT(S_OK, PeerCollabCloseHandle(invitation));

    RESULT(S_OK, ReferenceP2PSetOption("expireAs", 1));
    invitation = invite(event);
    RESULT(S_OK, ReferenceP2PAnswer(invitation, PEER_INVITATION_RESPONSE_EXPIRED, NULL, S_OK, 0));
    RESULT(PEER_E_TIMEOUT, PeerCollabGetInvitationResponse(invitation, &response));
    RESULT(S_OK, PeerCollabCloseHandle(invitation));

    /* The pointer of a failed call must not be touched. */
    RESULT(S_OK, ReferenceP2PSetOption("poisonOutPointers", 1));
    invitation = invite(event);
    RESULT(PEER_E_INVITE_RESPONSE_NOT_AVAILABLE, PeerCollabGetInvitationResponse(invitation, &response));
    CHECK(response != NULL);
    RESULT(S_OK, PeerCollabCancelInvitation(invitation));
    RESULT(S_OK, PeerCollabCloseHandle(invitation));
    RESULT(S_OK, PeerCollabShutdown());
    CloseHandle(event);
    end();
}

static void test_cancel(void)
{
    PEER_INVITATION_RESPONSE *response;
    PEER_ENDPOINT endpoint = endpoint_at(3587);
    PEER_INVITATION content = invitation_for(id_of(1));
    HANDLE event = new_event();

    begin("cancel, sending without a handle");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    HANDLE invitation = invite(event);
    RESULT(S_OK, PeerCollabCancelInvitation(invitation));
    CHECK(is_set(event));
    RESULT(PEER_E_INVITE_CANCELLED, ReferenceP2PAnswer(invitation, PEER_INVITATION_RESPONSE_ACCEPTED, NULL, 0, 0));
    RESULT(PEER_E_INVITE_CANCELLED, PeerCollabGetInvitationResponse(invitation, &response));
    RESULT(S_OK, PeerCollabCancelInvitation(invitation));
    RESULT(S_OK, PeerCollabCloseHandle(invitation));

    RESULT(S_OK, ReferenceP2PSetOption("answerOnCancel", 1));
    RESULT(S_OK, ReferenceP2PSetOption("signalOnCancel", 0));
    invitation = invite(event);
    RESULT(S_OK, PeerCollabCancelInvitation(invitation));
    RESULT(S_OK, PeerCollabGetInvitationResponse(invitation, &response));
    CHECK(response->action == PEER_INVITATION_RESPONSE_ACCEPTED);
    PeerFreeData(response);
    RESULT(S_OK, PeerCollabCloseHandle(invitation));
    CHECK(is_set(event));

    RESULT(S_OK, PeerCollabAsyncInviteEndpoint(&endpoint, &content, event, NULL));
    CHECK(counters().invitations == 0 && counters().pendingInvitations == 1);
    CHECK(ReferenceP2PAnswerAll(PEER_INVITATION_RESPONSE_DECLINED, NULL, S_OK, 0) == 1);
    CHECK(counters().pendingInvitations == 0 && !is_set(event));

    RESULT(S_OK, PeerCollabAsyncInviteContact(NULL, &endpoint, &content, NULL, &invitation));
    PEER_APP_LAUNCH_INFO *sent;
    RESULT(S_OK, ReferenceP2PSentInvitation(invitation, &sent));
    CHECK(wcscmp(sent->pInvitation->pwzMessage, content.pwzMessage) == 0);
    CHECK(sent->pInvitation->applicationData.cbData == 4 && sent->pInvitation->applicationData.pbData[3] == 4);
    CHECK(sent->pContact && wcslen(sent->pContact->pwzPeerName) > 40);
    PeerFreeData(sent);
    RESULT(S_OK, PeerCollabCancelInvitation(invitation));
    RESULT(S_OK, PeerCollabCloseHandle(invitation));
    RESULT(S_OK, PeerCollabShutdown());
    CloseHandle(event);
    end();
}

static DWORD WINAPI accept_soon(void *unused)
{
    (void)unused;
    while (!ReferenceP2PAnswerAll(PEER_INVITATION_RESPONSE_ACCEPTED, L"yes", S_OK, 0))
        Sleep(10);
    return 0;
}

static void test_blocking(void)
{
    PEER_ENDPOINT endpoint = endpoint_at(3587);
    PEER_INVITATION content = invitation_for(id_of(1));
    PEER_CONTACT contact = contact_named(L"ann.peer");
    PEER_INVITATION_RESPONSE *response;

    begin("the two blocking functions, scripted answers");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    HANDLE thread = CreateThread(NULL, 0, accept_soon, NULL, 0, NULL);
    RESULT(S_OK, PeerCollabInviteEndpoint(&endpoint, &content, &response));
    CHECK(response->action == PEER_INVITATION_RESPONSE_ACCEPTED);
    PeerFreeData(response);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);

    RESULT(S_OK, ReferenceP2PSetOption("syncTimeoutMs", 50));
    RESULT(PEER_E_TIMEOUT, PeerCollabInviteContact(&contact, &endpoint, &content, &response));
    CHECK(response == NULL);

    RESULT(E_INVALIDARG, ReferenceP2PSetAnswer("maybe"));
    RESULT(S_OK, ReferenceP2PSetOption("syncTimeoutMs", 5000));
    RESULT(S_OK, ReferenceP2PSetAnswer("decline,delay=20"));
    RESULT(S_OK, PeerCollabInviteContact(&contact, &endpoint, &content, &response));
    CHECK(response->action == PEER_INVITATION_RESPONSE_DECLINED);
    PeerFreeData(response);
    RESULT(S_OK, ReferenceP2PSetAnswer("fail:0x80070490"));
    RESULT(PEER_E_NOT_FOUND, PeerCollabInviteEndpoint(&endpoint, &content, &response));
    RESULT(S_OK, ReferenceP2PSetAnswer("error:0x80004005"));
    RESULT(S_OK, PeerCollabInviteEndpoint(&endpoint, &content, &response));
    CHECK(response->action == PEER_INVITATION_RESPONSE_ERROR && response->hrExtendedInfo == E_FAIL);
    PeerFreeData(response);
    RESULT(S_OK, ReferenceP2PSetAnswer("refuse"));
    RESULT(PEER_E_CONNECTION_FAILED, PeerCollabInviteEndpoint(&endpoint, &content, &response));
    RESULT(S_OK, PeerCollabShutdown());
    end();
}

enum { MANY = 50000 };

static void test_many(void)
{
    static HANDLE handles[MANY], pending[MANY];
    PEER_INVITATION_RESPONSE *response;
    HANDLE event = new_event();

    begin("50 000 invitations answered at once");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    ULONGLONG started = GetTickCount64();
    for (int i = 0; i < MANY; i++)
        handles[i] = invite(event);
    ULONGLONG sent = GetTickCount64();
    CHECK(ReferenceP2PPendingInvitations(pending, MANY) == MANY);
    CHECK(memcmp(handles, pending, sizeof handles) == 0);
    CHECK(ReferenceP2PAnswerAll(PEER_INVITATION_RESPONSE_ACCEPTED, L"", S_OK, 0) == MANY);
    ULONGLONG answered = GetTickCount64();
    CHECK(ReferenceP2PFirstSignalTime() != 0);
    for (int i = 0; i < MANY; i++) {
        if (FAILED(PeerCollabGetInvitationResponse(handles[i], &response)) ||
            FAILED(PeerCollabCloseHandle(handles[i])))
            CHECK(false);
        PeerFreeData(response);
    }
    printf("     sent in %llu ms, answered in %llu ms, read and closed in %llu ms\n", sent - started,
           answered - sent, GetTickCount64() - answered);
    RESULT(S_OK, PeerCollabShutdown());
    CloseHandle(event);
    end();
}

enum { THREADS = 4, ROUNDS = 1500 };

/* Sends, then cancels or waits for the answer, reads, closes. */
static DWORD WINAPI use_invitations(void *number)
{
    PEER_ENDPOINT endpoint = endpoint_at(3587);
    PEER_INVITATION content = invitation_for(id_of(1));
    HANDLE event = new_event(), invitation;
    DWORD wrong = 0;
    for (int i = 0; i < ROUNDS; i++) {
        PEER_INVITATION_RESPONSE *response = NULL;
        if (FAILED(PeerCollabAsyncInviteEndpoint(&endpoint, &content, event, &invitation)))
            wrong++;
        bool cancels = (i + (int)(INT_PTR)number) % 3 == 0;
        if (cancels)
            PeerCollabCancelInvitation(invitation);
        else if (WaitForSingleObject(event, 10000) != WAIT_OBJECT_0)
            wrong++;
        HRESULT hr = PeerCollabGetInvitationResponse(invitation, &response);
        /* The event may still be set from the invitation before. */
        while (hr == PEER_E_INVITE_RESPONSE_NOT_AVAILABLE) {
            Sleep(0);
            hr = PeerCollabGetInvitationResponse(invitation, &response);
        }
        if (hr != S_OK && !(cancels && hr == PEER_E_INVITE_CANCELLED))
            wrong++;
        PeerFreeData(response);
        if (FAILED(PeerCollabCloseHandle(invitation)))
            wrong++;
    }
    CloseHandle(event);
    return wrong;
}

static void test_threads(void)
{
    HANDLE threads[THREADS];
    begin("answers, cancels and closes on several threads");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    for (int i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, use_invitations, (void *)(INT_PTR)i, 0, NULL);
    while (WaitForMultipleObjects(THREADS, threads, TRUE, 0) == WAIT_TIMEOUT)
        ReferenceP2PAnswerAll(PEER_INVITATION_RESPONSE_ACCEPTED, L"yes", S_OK, 0);
    for (int i = 0; i < THREADS; i++) {
        DWORD wrong;
        GetExitCodeThread(threads[i], &wrong);
        CHECK(wrong == 0);
        CloseHandle(threads[i]);
    }
    RESULT(S_OK, PeerCollabShutdown());
    end();
}

void test_invitations(void)
{
    test_arguments();
    test_answers();
    test_failures_and_signals();
    test_cancel();
    test_blocking();
    test_many();
    test_threads();
}
