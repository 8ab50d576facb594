/* Tests of all functions except invitations, without a service. */
#include "check.h"

static HANDLE event;
static HPEEREVENT registration;

/* ---- events ---- */

static void listen_to(const PEER_COLLAB_EVENT_REGISTRATION *wanted, DWORD count)
{
    event = CreateEventW(NULL, FALSE, FALSE, NULL);
    RESULT(S_OK, PeerCollabRegisterEvent(event, count, (PEER_COLLAB_EVENT_REGISTRATION *)wanted, &registration));
}

static void listen_to_all(void)
{
    PEER_COLLAB_EVENT_REGISTRATION wanted[11];
    for (int i = 0; i < 11; i++)
        wanted[i] = (PEER_COLLAB_EVENT_REGISTRATION){(PEER_COLLAB_EVENT_TYPE)(i + 1), NULL};
    listen_to(wanted, 11);
}

static void stop_listening(void)
{
    RESULT(S_OK, PeerCollabUnregisterEvent(registration));
    CloseHandle(event);
}

/* Waits for the next event, and checks its type. */
static PEER_COLLAB_EVENT_DATA *next_event(PEER_COLLAB_EVENT_TYPE type)
{
    PEER_COLLAB_EVENT_DATA *data = NULL;
    HRESULT hr;
    while ((hr = PeerCollabGetEventData(registration, &data)) == PEER_S_NO_EVENT_DATA &&
           WaitForSingleObject(event, 5000) == WAIT_OBJECT_0) {
    }
    RESULT(S_OK, hr);
    CHECK(data && data->eventType == type);
    return data;
}

static void expect_event(PEER_COLLAB_EVENT_TYPE type)
{
    PeerFreeData(next_event(type));
}

static void expect_no_event(void)
{
    PEER_COLLAB_EVENT_DATA *data = (PEER_COLLAB_EVENT_DATA *)&event;
    RESULT(PEER_S_NO_EVENT_DATA, PeerCollabGetEventData(registration, &data));
    CHECK(data == NULL);
}

/* ---- enumerations ---- */

/* Reads the items two at a time. Returns their number. */
static ULONG count_and_end(HPEERENUM enumeration)
{
    ULONG total = 0, read = 0, count;
    PVOID *items;
    RESULT(S_OK, PeerGetItemCount(enumeration, &total));
    for (;;) {
        count = 2;
        RESULT(S_OK, PeerGetNextItem(enumeration, &count, &items));
        CHECK(count <= 2);
        for (ULONG i = 0; i < count; i++)
            CHECK(items[i] != NULL);
        PeerFreeData(items);
        read += count;
        if (!count)
            break;
    }
    CHECK(read == total);
    RESULT(S_OK, PeerEndEnumeration(enumeration));
    return total;
}

/* ---- the cases ---- */

static void test_not_initialized(void)
{
    PEER_ENDPOINT endpoint = endpoint_at(1);
    PEER_CONTACT contact = contact_named(L"ann.peer"), *contact_out;
    PEER_APPLICATION_REGISTRATION_INFO info = registration_of(id_of(1)), *info_out;
    PEER_PRESENCE_INFO presence = {PEER_PRESENCE_AWAY, NULL}, *presence_out;
    PEER_OBJECT object = {0};
    PEER_COLLAB_EVENT_DATA *data;
    PEER_APP_LAUNCH_INFO *launch;
    HPEERENUM enumeration;
    HPEEREVENT handle;
    GUID id = id_of(1);
    DWORD flags;
    PWSTR text;
    HRESULT wanted = PEER_E_NOT_INITIALIZED;

    begin("every function fails before PeerCollabStartup");
    RESULT(PEER_E_UNSUPPORTED_VERSION, PeerCollabStartup(MAKEWORD(2, 0)));
    RESULT(wanted, PeerCollabShutdown());
    RESULT(wanted, PeerCollabSignin(NULL, PEER_SIGNIN_ALL));
    RESULT(wanted, PeerCollabSignout(PEER_SIGNIN_ALL));
    RESULT(wanted, PeerCollabGetSigninOptions(&flags));
    RESULT(wanted, PeerCollabGetAppLaunchInfo(&launch));
    RESULT(wanted, PeerCollabRegisterApplication(&info, PEER_APPLICATION_CURRENT_USER));
    RESULT(wanted, PeerCollabUnregisterApplication(&id, PEER_APPLICATION_CURRENT_USER));
    RESULT(wanted, PeerCollabGetApplicationRegistrationInfo(&id, PEER_APPLICATION_CURRENT_USER, &info_out));
    RESULT(wanted, PeerCollabEnumApplicationRegistrationInfo(PEER_APPLICATION_CURRENT_USER, &enumeration));
    RESULT(wanted, PeerCollabGetPresenceInfo(NULL, &presence_out));
    RESULT(wanted, PeerCollabEnumApplications(NULL, NULL, &enumeration));
    RESULT(wanted, PeerCollabEnumObjects(NULL, NULL, &enumeration));
    RESULT(wanted, PeerCollabEnumEndpoints(&contact, &enumeration));
    RESULT(wanted, PeerCollabRefreshEndpointData(&endpoint));
    RESULT(wanted, PeerCollabDeleteEndpointData(&endpoint));
    RESULT(wanted, PeerCollabQueryContactData(NULL, &text));
    RESULT(wanted, PeerCollabSubscribeEndpointData(&endpoint));
    RESULT(wanted, PeerCollabUnsubscribeEndpointData(&endpoint));
    RESULT(wanted, PeerCollabSetPresenceInfo(&presence));
    RESULT(wanted, PeerCollabGetEndpointName(&text));
    RESULT(wanted, PeerCollabSetEndpointName(L"name"));
    RESULT(wanted, PeerCollabSetObject(&object));
    RESULT(wanted, PeerCollabDeleteObject(&id));
    RESULT(wanted, PeerCollabRegisterEvent(NULL, 0, NULL, &handle));
    RESULT(wanted, PeerCollabGetEventData(NULL, &data));
    RESULT(wanted, PeerCollabUnregisterEvent(NULL));
    RESULT(wanted, PeerCollabEnumPeopleNearMe(&enumeration));
    RESULT(wanted, PeerCollabAddContact(L"", &contact_out));
    RESULT(wanted, PeerCollabDeleteContact(L"x"));
    RESULT(wanted, PeerCollabGetContact(NULL, &contact_out));
    RESULT(wanted, PeerCollabUpdateContact(&contact));
    RESULT(wanted, PeerCollabEnumContacts(&enumeration));
    RESULT(wanted, PeerCollabExportContact(NULL, &text));
    RESULT(wanted, PeerCollabParseContact(L"", &contact_out));
    end();
}

static void test_lifecycle(void)
{
    DWORD flags;
    HPEERENUM enumeration;
    PEER_PRESENCE_INFO presence = {PEER_PRESENCE_AWAY, NULL};
    PEER_OBJECT object = {id_of(1), {1, (BYTE *)"x"}, PEER_PUBLICATION_SCOPE_ALL};
    GUID id = id_of(1);
    PWSTR text;

    begin("startup, shutdown and signing in");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    listen_to_all();
    RESULT(PEER_E_NOT_SIGNED_IN, PeerCollabGetSigninOptions(&flags));
    RESULT(PEER_E_NOT_SIGNED_IN, PeerCollabEnumPeopleNearMe(&enumeration));
    RESULT(PEER_E_NOT_SIGNED_IN, PeerCollabEnumObjects(NULL, NULL, &enumeration));
    RESULT(PEER_E_NOT_SIGNED_IN, PeerCollabSetPresenceInfo(&presence));
    RESULT(PEER_E_NOT_SIGNED_IN, PeerCollabSetObject(&object));
    RESULT(PEER_E_NOT_SIGNED_IN, PeerCollabDeleteObject(&id));
    RESULT(PEER_E_NOT_SIGNED_IN, PeerCollabGetEndpointName(&text));
    RESULT(PEER_E_NOT_SIGNED_IN, PeerCollabSetEndpointName(L"name"));
    RESULT(PEER_E_NOT_SIGNED_IN, PeerCollabExportContact(NULL, &text));

    RESULT(E_INVALIDARG, PeerCollabGetSigninOptions(NULL));
    RESULT(E_INVALIDARG, PeerCollabSignin(NULL, PEER_SIGNIN_NONE));
    RESULT(E_INVALIDARG, PeerCollabSignin(NULL, 4));
    RESULT(S_OK, ReferenceP2PFailNext("PeerCollabSignin", PEER_E_PRIVACY_DECLINED, 1));
    RESULT(PEER_E_PRIVACY_DECLINED, PeerCollabSignin(NULL, PEER_SIGNIN_ALL));
    RESULT(PEER_E_NOT_SIGNED_IN, PeerCollabGetSigninOptions(&flags));
    RESULT(S_OK, ReferenceP2PFailNext("PeerCollabSignin", PEER_S_NO_CONNECTIVITY, 1));
    RESULT(PEER_S_NO_CONNECTIVITY, PeerCollabSignin(NULL, PEER_SIGNIN_NEAR_ME));
    expect_event(PEER_EVENT_MY_PRESENCE_CHANGED);
    PEER_COLLAB_EVENT_DATA *data = next_event(PEER_EVENT_PEOPLE_NEAR_ME_CHANGED);
    CHECK(data->peopleNearMeChangedData.changeType == PEER_CHANGE_ADDED);
    CHECK(data->peopleNearMeChangedData.pPeopleNearMe == NULL);
    PeerFreeData(data);
    RESULT(S_OK, PeerCollabGetSigninOptions(&flags));
    CHECK(flags == PEER_SIGNIN_NEAR_ME);
    RESULT(S_OK, PeerCollabSignin(NULL, PEER_SIGNIN_INTERNET));
    RESULT(S_OK, PeerCollabGetSigninOptions(&flags));
    CHECK(flags == PEER_SIGNIN_ALL);
    expect_no_event();

    RESULT(S_OK, PeerCollabSetObject(&object));
    expect_event(PEER_EVENT_MY_OBJECT_CHANGED);
    RESULT(S_OK, PeerCollabSignout(PEER_SIGNIN_ALL));
    data = next_event(PEER_EVENT_PEOPLE_NEAR_ME_CHANGED);
    CHECK(data->peopleNearMeChangedData.changeType == PEER_CHANGE_DELETED);
    PeerFreeData(data);
    expect_no_event();
    RESULT(S_OK, PeerCollabSignin(NULL, PEER_SIGNIN_ALL));
    RESULT(S_OK, PeerCollabEnumObjects(NULL, NULL, &enumeration));
    CHECK(count_and_end(enumeration) == 0);
    CHECK(ReferenceP2PCallCount("PeerCollabSignin") == 6);
    stop_listening();
    RESULT(S_OK, PeerCollabShutdown());
    end();
}

static void test_applications(void)
{
    PEER_APPLICATION_REGISTRATION_INFO info = registration_of(id_of(1)), bad, *found;
    HPEERENUM enumeration;
    GUID id = id_of(1), other = id_of(2);

    begin("applications");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    PEER_COLLAB_EVENT_REGISTRATION wanted = {PEER_EVENT_MY_APPLICATION_CHANGED, &id};
    listen_to(&wanted, 1);
    RESULT(E_INVALIDARG, PeerCollabRegisterApplication(NULL, PEER_APPLICATION_CURRENT_USER));
    RESULT(E_INVALIDARG, PeerCollabRegisterApplication(&info, 7));
    bad = info;
    bad.pwzApplicationToLaunch = (PWSTR)L"\\\\server\\share\\board.exe";
    RESULT(E_INVALIDARG, PeerCollabRegisterApplication(&bad, PEER_APPLICATION_CURRENT_USER));
    bad = info;
    bad.dwPublicationScope = PEER_PUBLICATION_SCOPE_NEAR_ME;
    RESULT(E_INVALIDARG, PeerCollabRegisterApplication(&bad, PEER_APPLICATION_CURRENT_USER));

    RESULT(PEER_E_NOT_FOUND, PeerCollabUnregisterApplication(&id, PEER_APPLICATION_CURRENT_USER));
    RESULT(PEER_E_NOT_FOUND, PeerCollabGetApplicationRegistrationInfo(&id, PEER_APPLICATION_CURRENT_USER, &found));
    RESULT(S_OK, PeerCollabRegisterApplication(&info, PEER_APPLICATION_CURRENT_USER));
    RESULT(PEER_E_ALREADY_EXISTS, PeerCollabRegisterApplication(&info, PEER_APPLICATION_CURRENT_USER));
    PEER_COLLAB_EVENT_DATA *data = next_event(PEER_EVENT_MY_APPLICATION_CHANGED);
    CHECK(data->applicationChangedData.pApplication->data.cbData == 2);
    CHECK(data->applicationChangedData.pEndpoint == NULL && data->applicationChangedData.pContact == NULL);
    PeerFreeData(data);
    RESULT(S_OK, PeerCollabRegisterApplication(&info, PEER_APPLICATION_ALL_USERS));
    expect_no_event(); /* registered in both scopes: only changes in CURRENT_USER raise an event */

    RESULT(S_OK, PeerCollabGetApplicationRegistrationInfo(&id, PEER_APPLICATION_ALL_USERS, &found));
    CHECK(IsEqualGUID(&found->application.id, &id) && wcscmp(found->pwzApplicationArguments, L"/invite") == 0);
    CHECK(found->application.data.pbData[1] == 7);
    PeerFreeData(found);
    RESULT(S_OK, PeerCollabEnumApplications(NULL, NULL, &enumeration));
    CHECK(count_and_end(enumeration) == 1);
    RESULT(S_OK, PeerCollabEnumApplications(NULL, &other, &enumeration));
    CHECK(count_and_end(enumeration) == 0);

    for (BYTE i = 2; i <= 64; i++) {
        PEER_APPLICATION_REGISTRATION_INFO more = registration_of(id_of(i));
        RESULT(S_OK, PeerCollabRegisterApplication(&more, PEER_APPLICATION_CURRENT_USER));
    }
    expect_no_event(); /* the filter has another id */
    PEER_APPLICATION_REGISTRATION_INFO one_too_many = registration_of(id_of(65));
    RESULT(E_INVALIDARG, PeerCollabRegisterApplication(&one_too_many, PEER_APPLICATION_CURRENT_USER));
    RESULT(S_OK, PeerCollabEnumApplicationRegistrationInfo(PEER_APPLICATION_CURRENT_USER, &enumeration));
    CHECK(count_and_end(enumeration) == 64);
    RESULT(S_OK, PeerCollabUnregisterApplication(&id, PEER_APPLICATION_CURRENT_USER));
    data = next_event(PEER_EVENT_MY_APPLICATION_CHANGED);
    CHECK(data->applicationChangedData.changeType == PEER_CHANGE_DELETED);
    PeerFreeData(data);
    stop_listening();
    RESULT(S_OK, PeerCollabShutdown());
    end();
}

static void test_presence_and_objects(void)
{
    static BYTE bytes[16385];
    PEER_PRESENCE_INFO presence = {PEER_PRESENCE_BUSY, (PWSTR)L"writing"}, *found;
    PEER_OBJECT object = {id_of(1), {16384, bytes}, PEER_PUBLICATION_SCOPE_ALL}, bad;
    GUID id = id_of(1), picture = {0xdd15f41f, 0xfc4e, 0x4922, {0xb0, 0x35, 0x4c, 0x06, 0xa7, 0x54, 0xd0, 0x1d}};
    HPEERENUM enumeration;
    PWSTR name;

    begin("presence, endpoint name, objects");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    RESULT(PEER_E_NOT_FOUND, PeerCollabGetPresenceInfo(NULL, &found));
    RESULT(S_OK, PeerCollabSignin(NULL, PEER_SIGNIN_ALL));
    listen_to_all();
    RESULT(S_OK, PeerCollabGetPresenceInfo(NULL, &found));
    CHECK(found->status == PEER_PRESENCE_ONLINE && !found->pwzDescriptiveText);
    PeerFreeData(found);
    RESULT(S_OK, PeerCollabSetPresenceInfo(&presence));
    expect_event(PEER_EVENT_MY_PRESENCE_CHANGED);
    RESULT(S_OK, PeerCollabGetPresenceInfo(NULL, &found));
    CHECK(found->status == PEER_PRESENCE_BUSY && wcscmp(found->pwzDescriptiveText, L"writing") == 0);
    PeerFreeData(found);
    presence.status = PEER_PRESENCE_OFFLINE;
    RESULT(E_INVALIDARG, PeerCollabSetPresenceInfo(&presence));
    RESULT(E_INVALIDARG, PeerCollabSetPresenceInfo(NULL));

    RESULT(S_OK, PeerCollabSetEndpointName(L"desk"));
    expect_event(PEER_EVENT_MY_ENDPOINT_CHANGED);
    RESULT(E_INVALIDARG, PeerCollabSetEndpointName(L"desk"));
    RESULT(S_OK, PeerCollabGetEndpointName(&name));
    CHECK(wcscmp(name, L"desk") == 0);
    PeerFreeData(name);

    RESULT(S_OK, PeerCollabSetObject(&object));
    object.data.cbData = 1;
    RESULT(S_OK, PeerCollabSetObject(&object));
    PeerFreeData(next_event(PEER_EVENT_MY_OBJECT_CHANGED));
    PEER_COLLAB_EVENT_DATA *data = next_event(PEER_EVENT_MY_OBJECT_CHANGED);
    CHECK(data->objectChangedData.changeType == PEER_CHANGE_UPDATED);
    PeerFreeData(data);
    bad = object;
    bad.data.cbData = 16385;
    RESULT(E_INVALIDARG, PeerCollabSetObject(&bad));
    bad.data = (PEER_DATA){0, NULL};
    RESULT(E_INVALIDARG, PeerCollabSetObject(&bad));
    for (BYTE i = 2; i <= 128; i++) {
        bad = object;
        bad.id = id_of(i);
        RESULT(S_OK, PeerCollabSetObject(&bad));
        expect_event(PEER_EVENT_MY_OBJECT_CHANGED);
    }
    bad.id = id_of(129);
    RESULT(E_INVALIDARG, PeerCollabSetObject(&bad));
    RESULT(S_OK, PeerCollabEnumObjects(NULL, NULL, &enumeration));
    CHECK(count_and_end(enumeration) == 128);
    RESULT(S_OK, PeerCollabEnumObjects(NULL, &id, &enumeration));
    CHECK(count_and_end(enumeration) == 1);
    RESULT(E_INVALIDARG, PeerCollabDeleteObject(&picture));
    RESULT(S_OK, PeerCollabDeleteObject(&id));
    expect_event(PEER_EVENT_MY_OBJECT_CHANGED);
    RESULT(PEER_E_NOT_FOUND, PeerCollabDeleteObject(&id));
    stop_listening();
    RESULT(S_OK, PeerCollabShutdown());
    end();
}

static void test_contacts(void)
{
    PEER_CONTACT *me, *contact, *parsed;
    HPEERENUM enumeration;
    PWSTR xml;

    begin("contacts");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    RESULT(S_OK, PeerCollabSignin(NULL, PEER_SIGNIN_INTERNET));
    listen_to_all();
    RESULT(E_INVALIDARG, PeerCollabGetContact(NULL, NULL));
    RESULT(S_OK, PeerCollabGetContact(NULL, &me));
    RESULT(PEER_E_CONTACT_NOT_FOUND, PeerCollabGetContact(L"nobody", &contact));
    RESULT(E_INVALIDARG, PeerCollabDeleteContact(NULL));
    RESULT(E_INVALIDARG, PeerCollabDeleteContact(me->pwzPeerName));
    RESULT(PEER_E_CONTACT_NOT_FOUND, PeerCollabDeleteContact(L"nobody"));
    RESULT(PEER_E_CONTACT_NOT_FOUND, PeerCollabExportContact(L"nobody", &xml));
    RESULT(E_INVALIDARG, PeerCollabAddContact(NULL, NULL));
    RESULT(E_INVALIDARG, PeerCollabAddContact(L"<nonsense", NULL));
    RESULT(E_INVALIDARG, PeerCollabParseContact(L"", &parsed));

    RESULT(S_OK, PeerCollabParseContact(L"<contact peerName=\"ann.peer\" nickName=\"A&#38;n\" credentials=\"30ff\"/>",
                                        &parsed));
    CHECK(wcscmp(parsed->pwzNickName, L"A&n") == 0 && parsed->credentials.cbData == 2);
    PeerFreeData(parsed);
    RESULT(S_OK, PeerCollabAddContact(L"<contact peerName=\"ann.peer\" nickName=\"A&#38;n\" credentials=\"30ff\"/>",
                                      &contact));
    RESULT(PEER_E_ALREADY_EXISTS, PeerCollabAddContact(L"<contact peerName=\"ann.peer\" credentials=\"\"/>", NULL));
    expect_no_event();
    contact->fWatch = TRUE;
    contact->pwzEmailAddress = (PWSTR)L"ann@example.org";
    RESULT(S_OK, PeerCollabUpdateContact(contact));
    PEER_COLLAB_EVENT_DATA *data = next_event(PEER_EVENT_WATCHLIST_CHANGED);
    CHECK(data->watchListChangedData.changeType == PEER_CHANGE_ADDED);
    CHECK(wcscmp(data->watchListChangedData.pContact->pwzPeerName, L"ann.peer") == 0);
    PeerFreeData(data);
    PeerFreeData(contact);
    RESULT(S_OK, PeerCollabExportContact(L"ann.peer", &xml));
    CHECK(wcsstr(xml, L"email=\"ann@example.org\"") && wcsstr(xml, L"A&#38;n"));
    PeerFreeData(xml);
    RESULT(S_OK, PeerCollabEnumContacts(&enumeration));
    CHECK(count_and_end(enumeration) == 1);

    PEER_CONTACT stranger = contact_named(L"stranger");
    RESULT(PEER_E_CONTACT_NOT_FOUND, PeerCollabUpdateContact(&stranger));
    RESULT(E_INVALIDARG, PeerCollabUpdateContact(NULL));
    me->pwzNickName = (PWSTR)L"Myself";
    me->fWatch = TRUE; /* this cannot change for "Me" */
    RESULT(S_OK, PeerCollabUpdateContact(me));
    PeerFreeData(me);
    RESULT(S_OK, PeerCollabGetContact(NULL, &me));
    CHECK(wcscmp(me->pwzNickName, L"Myself") == 0 && !me->fWatch);
    PeerFreeData(me);
    RESULT(S_OK, PeerCollabQueryContactData(NULL, &xml));
    CHECK(wcsstr(xml, L"Myself") != NULL);
    PeerFreeData(xml);

    RESULT(S_OK, PeerCollabDeleteContact(L"ann.peer"));
    data = next_event(PEER_EVENT_WATCHLIST_CHANGED);
    CHECK(data->watchListChangedData.changeType == PEER_CHANGE_DELETED);
    PeerFreeData(data);
    stop_listening();
    RESULT(S_OK, PeerCollabShutdown());
    end();
}

static REFERENCE_P2P_PEER ann(PEER_CONTACT *contact, PEER_PRESENCE_INFO *presence, PEER_APPLICATION *application,
                              PEER_OBJECT *object)
{
    REFERENCE_P2P_PEER peer = {.pContact = contact, .pPresence = presence, .pApplications = application,
                               .pObjects = object, .cApplications = 1, .cObjects = 1,
                               .dwScopes = PEER_SIGNIN_ALL};
    peer.person.pwzNickName = (PWSTR)L"Ann";
    peer.person.endpoint = endpoint_at(5000);
    peer.person.id = id_of(9);
    return peer;
}

static void test_endpoint_data(void)
{
    PEER_ENDPOINT endpoint = endpoint_at(5000), nobody = endpoint_at(5001);
    PEER_CONTACT contact = contact_named(L"ann.peer"), *added;
    PEER_PRESENCE_INFO presence = {PEER_PRESENCE_ONLINE, NULL}, *found;
    PEER_APPLICATION application = {id_of(3), {0, NULL}, (PWSTR)L"Chess"};
    PEER_OBJECT object = {id_of(4), {1, (BYTE *)"x"}, PEER_PUBLICATION_SCOPE_ALL};
    REFERENCE_P2P_PEER peer = ann(&contact, &presence, &application, &object);
    PEER_COLLAB_EVENT_DATA *data;
    HPEERENUM enumeration;
    ULONG count = 5;
    PVOID *items;
    PWSTR xml;

    begin("people near me, endpoint data");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    RESULT(S_OK, PeerCollabSignin(NULL, PEER_SIGNIN_ALL));
    listen_to_all();
    RESULT(S_OK, ReferenceP2PSetPeer(&peer));
    data = next_event(PEER_EVENT_PEOPLE_NEAR_ME_CHANGED);
    CHECK(data->peopleNearMeChangedData.changeType == PEER_CHANGE_ADDED);
    CHECK(wcscmp(data->peopleNearMeChangedData.pPeopleNearMe->pwzNickName, L"Ann") == 0);
    PeerFreeData(data);
    RESULT(S_OK, PeerCollabEnumPeopleNearMe(&enumeration));
    RESULT(S_OK, PeerGetNextItem(enumeration, &count, &items));
    CHECK(count == 1 && wcscmp(((PEER_PEOPLE_NEAR_ME *)items[0])->pwzNickName, L"Ann") == 0);
    PeerFreeData(items);
    RESULT(S_OK, PeerEndEnumeration(enumeration));

    RESULT(E_INVALIDARG, PeerCollabRefreshEndpointData(NULL));
    RESULT(PEER_E_NOT_FOUND, PeerCollabGetPresenceInfo(&endpoint, &found));
    RESULT(PEER_E_NOT_FOUND, PeerCollabQueryContactData(&endpoint, &xml));
    RESULT(E_INVALIDARG, PeerCollabEnumApplications(&endpoint, NULL, &enumeration));
    RESULT(E_INVALIDARG, PeerCollabEnumObjects(&endpoint, NULL, &enumeration));
    RESULT(S_OK, PeerCollabRefreshEndpointData(&nobody));
    data = next_event(PEER_EVENT_REQUEST_STATUS_CHANGED);
    CHECK(data->requestStatusChangedData.hrChange == PEER_E_CONNECTION_FAILED);
    CHECK(data->requestStatusChangedData.pEndpoint->address.sin6.sin6_port == htons(5001));
    PeerFreeData(data);
    RESULT(S_OK, PeerCollabRefreshEndpointData(&endpoint));
    data = next_event(PEER_EVENT_REQUEST_STATUS_CHANGED);
    CHECK(data->requestStatusChangedData.hrChange == S_OK);
    PeerFreeData(data);
    RESULT(S_OK, PeerCollabGetPresenceInfo(&endpoint, &found));
    PeerFreeData(found);
    RESULT(S_OK, PeerCollabEnumObjects(&endpoint, NULL, &enumeration));
    CHECK(count_and_end(enumeration) == 1);
    RESULT(S_OK, PeerCollabEnumApplications(&endpoint, NULL, &enumeration));
    CHECK(count_and_end(enumeration) == 0); /* not a contact yet */
    RESULT(S_OK, PeerCollabQueryContactData(&endpoint, &xml));
    RESULT(S_OK, PeerCollabAddContact(xml, &added));
    PeerFreeData(xml);
    CHECK(wcscmp(added->pwzNickName, contact.pwzNickName) == 0 && added->credentials.cbData == 3);
    RESULT(S_OK, PeerCollabEnumApplications(&endpoint, NULL, &enumeration));
    CHECK(count_and_end(enumeration) == 1);
    RESULT(S_OK, PeerCollabDeleteEndpointData(&endpoint));
    RESULT(PEER_E_NOT_FOUND, PeerCollabGetPresenceInfo(&endpoint, &found));

    RESULT(E_INVALIDARG, PeerCollabEnumEndpoints(added, &enumeration)); /* not watched */
    added->fWatch = TRUE;
    RESULT(S_OK, PeerCollabUpdateContact(added));
    expect_event(PEER_EVENT_WATCHLIST_CHANGED);
    RESULT(S_OK, PeerCollabEnumEndpoints(added, &enumeration));
    CHECK(count_and_end(enumeration) == 1);
    PeerFreeData(added);
    RESULT(S_OK, PeerCollabGetPresenceInfo(&endpoint, &found));
    PeerFreeData(found);
    RESULT(S_OK, PeerCollabDeleteEndpointData(&endpoint));

    RESULT(E_INVALIDARG, PeerCollabUnsubscribeEndpointData(&endpoint));
    RESULT(S_OK, PeerCollabSubscribeEndpointData(&endpoint));
    expect_event(PEER_EVENT_REQUEST_STATUS_CHANGED);
    RESULT(PEER_S_SUBSCRIPTION_EXISTS, PeerCollabSubscribeEndpointData(&endpoint));
    expect_no_event();
    presence.status = PEER_PRESENCE_AWAY;
    object.data.pbData = (BYTE *)"y";
    application.id = id_of(5);
    peer.person.endpoint.pwzEndpointName = (PWSTR)L"desk";
    RESULT(S_OK, ReferenceP2PSetPeer(&peer));
    expect_event(PEER_EVENT_ENDPOINT_CHANGED);
    data = next_event(PEER_EVENT_ENDPOINT_PRESENCE_CHANGED);
    CHECK(data->presenceChangedData.pPresenceInfo->status == PEER_PRESENCE_AWAY);
    CHECK(wcscmp(data->presenceChangedData.pContact->pwzPeerName, L"ann.peer") == 0);
    PeerFreeData(data);
    expect_event(PEER_EVENT_ENDPOINT_APPLICATION_CHANGED); /* one application is gone */
    expect_event(PEER_EVENT_ENDPOINT_APPLICATION_CHANGED); /* one application is new */
    expect_event(PEER_EVENT_ENDPOINT_OBJECT_CHANGED);
    expect_no_event();
    RESULT(S_OK, PeerCollabUnsubscribeEndpointData(&endpoint));
    RESULT(S_OK, PeerCollabUnsubscribeEndpointData(&endpoint));
    RESULT(PEER_E_NOT_FOUND, PeerCollabGetPresenceInfo(&endpoint, &found));

    RESULT(S_OK, ReferenceP2PSetOption("holdRequests", 1));
    RESULT(S_OK, PeerCollabSubscribeEndpointData(&endpoint));
    RESULT(S_OK, ReferenceP2PCompleteRequest(&endpoint, PEER_E_TIMEOUT));
    RESULT(PEER_E_NOT_FOUND, ReferenceP2PCompleteRequest(&endpoint, S_OK));
    data = next_event(PEER_EVENT_REQUEST_STATUS_CHANGED);
    CHECK(data->requestStatusChangedData.hrChange == PEER_E_TIMEOUT);
    PeerFreeData(data);
    CHECK(counters().subscriptions == 0);
    RESULT(S_OK, ReferenceP2PRemovePeer(&endpoint));
    expect_event(PEER_EVENT_PEOPLE_NEAR_ME_CHANGED);
    stop_listening();
    RESULT(S_OK, PeerCollabShutdown());
    end();
}

static void test_events(void)
{
    PEER_COLLAB_EVENT_REGISTRATION wrong = {12, NULL}, watch = {PEER_EVENT_WATCHLIST_CHANGED, NULL};
    PEER_COLLAB_EVENT_DATA made = {0}, *data;
    HANDLE other_event = CreateEventW(NULL, FALSE, FALSE, NULL);
    HPEEREVENT other;

    begin("events");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    RESULT(E_INVALIDARG, PeerCollabRegisterEvent(NULL, 1, &watch, &other));
    RESULT(E_INVALIDARG, PeerCollabRegisterEvent(other_event, 0, &watch, &other));
    RESULT(E_INVALIDARG, PeerCollabRegisterEvent(other_event, 1, NULL, &other));
    RESULT(E_INVALIDARG, PeerCollabRegisterEvent(other_event, 1, &wrong, &other));
    RESULT(E_INVALIDARG, PeerCollabRegisterEvent(other_event, 1, &watch, NULL));
    RESULT(E_INVALIDARG, PeerCollabGetEventData(NULL, &data));
    RESULT(E_INVALIDARG, PeerCollabUnregisterEvent(NULL));
    RESULT(E_INVALIDARG, ReferenceP2PRaiseEvent(&made));

    /* All 11 types. Every registration gets a copy of its own. */
    listen_to_all();
    RESULT(S_OK, PeerCollabRegisterEvent(other_event, 1, &watch, &other));
    for (int type = 1; type <= 11; type++) {
        made.eventType = type;
        RESULT(S_OK, ReferenceP2PRaiseEvent(&made));
    }
    for (int type = 1; type <= 11; type++)
        expect_event(type);
    expect_no_event();
    CHECK(WaitForSingleObject(other_event, 0) == WAIT_OBJECT_0);
    RESULT(S_OK, PeerCollabGetEventData(other, &data));
    PeerFreeData(data);
    RESULT(PEER_S_NO_EVENT_DATA, PeerCollabGetEventData(other, &data));
    made.eventType = PEER_EVENT_WATCHLIST_CHANGED;
    RESULT(S_OK, ReferenceP2PRaiseEvent(&made)); /* events in the queues are not blocks yet */
    RESULT(S_OK, PeerCollabUnregisterEvent(other));
    stop_listening();
    RESULT(S_OK, PeerCollabShutdown());
    CloseHandle(other_event);
    end();
}

static void test_launch_info(void)
{
    PEER_ENDPOINT endpoint = endpoint_at(1);
    PEER_INVITATION invitation = invitation_for(id_of(1));
    PEER_APP_LAUNCH_INFO info = {NULL, &endpoint, &invitation}, *found;

    begin("launch information");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    RESULT(PEER_E_NOT_FOUND, PeerCollabGetAppLaunchInfo(&found));
    RESULT(E_INVALIDARG, PeerCollabGetAppLaunchInfo(NULL));
    RESULT(S_OK, ReferenceP2PSetLaunchInfo(&info));
    for (int again = 0; again < 2; again++) {
        RESULT(S_OK, PeerCollabGetAppLaunchInfo(&found));
        CHECK(!found->pContact && wcscmp(found->pInvitation->pwzMessage, invitation.pwzMessage) == 0);
        PeerFreeData(found);
    }
    RESULT(S_OK, PeerCollabShutdown());
    end();
}

static void test_baseline(void)
{
    begin("baseline");
    CHECK(ReferenceP2PWaitBaseline(0, 0) == 0);
    CHECK(ReferenceP2PWaitBaseline(1, 0) != 0);
    CHECK(ReferenceP2PWaitBaseline(200, 0) != 0);
    end();
}

void test_in_process(void)
{
    test_not_initialized();
    test_lifecycle();
    test_applications();
    test_presence_and_objects();
    test_contacts();
    test_endpoint_data();
    test_events();
    test_launch_info();
    test_baseline();
}
