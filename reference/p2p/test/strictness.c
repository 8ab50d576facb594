/* Tests that provoke each kind of violation, and find it reported. */
#include "check.h"

static HANDLE invite(HANDLE event)
{
    PEER_ENDPOINT endpoint = endpoint_at(3587);
    PEER_INVITATION invitation = invitation_for(id_of(1));
    HANDLE handle = NULL;
    RESULT(S_OK, PeerCollabAsyncInviteEndpoint(&endpoint, &invitation, event, &handle));
    return handle;
}

static void test_blocks(void)
{
    PEER_CONTACT *contact;
    char mine[64];

    begin("violations: blocks");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    PeerFreeData(NULL);
    RESULT(S_OK, PeerCollabGetContact(NULL, &contact));
    CHECK(counters().blocks == 1);
    PeerFreeData(contact->pwzPeerName);
    VIOLATION("nested-free");
    CHECK(counters().blocks == 1);
    PeerFreeData(contact);
    CHECK(counters().blocks == 0);
    PeerFreeData(contact);
    VIOLATION("double-free");
    PeerFreeData(mine);
    VIOLATION("foreign-free");

    RESULT(S_OK, PeerCollabGetContact(NULL, &contact));
    ((char *)contact)[-1] = 0;
    PeerFreeData(contact);
    VIOLATION("overrun");

    /* A freed block is kept for a while. A write is noticed when the block is released. */
    RESULT(S_OK, PeerCollabGetContact(NULL, &contact));
    PeerFreeData(contact);
    contact->fWatch = TRUE;
    for (int i = 0; i < 20000; i++) {
        RESULT(S_OK, PeerCollabGetContact(NULL, &contact));
        PeerFreeData(contact);
    }
    VIOLATION("write-after-free");

    RESULT(S_OK, PeerCollabGetContact(NULL, &contact));
    RESULT(S_OK, PeerCollabShutdown());
    VIOLATION("left-over");
    PeerFreeData(contact);
    end();
}

static void test_handles(void)
{
    PEER_INVITATION_RESPONSE *response;
    PEER_COLLAB_EVENT_DATA *data;
    PEER_COLLAB_EVENT_REGISTRATION wanted = {PEER_EVENT_WATCHLIST_CHANGED, NULL};
    HPEERENUM enumeration, left_enumeration;
    HPEEREVENT registration;
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);
    PVOID *items;
    ULONG count = 1;

    begin("violations: handles");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    HANDLE invitation = invite(event);
    RESULT(S_OK, PeerCollabCancelInvitation(invitation));
    RESULT(S_OK, PeerCollabCloseHandle(invitation));
    RESULT(E_HANDLE, PeerCollabCloseHandle(invitation));
    VIOLATION("use-after-close");
    RESULT(E_HANDLE, PeerCollabCancelInvitation(invitation));
    VIOLATION("use-after-close");
    RESULT(E_INVALIDARG, PeerCollabGetInvitationResponse(invitation, &response));
    VIOLATION("use-after-close");
    RESULT(E_HANDLE, PeerCollabCloseHandle(event));
    VIOLATION("unknown-handle");

    /* A closed handle stays closed when its slot is used again. */
    HANDLE next = invite(event);
    CHECK(next != invitation);
    RESULT(E_HANDLE, PeerCollabCloseHandle(invitation));
    VIOLATION("use-after-close");
    RESULT(S_OK, PeerCollabCloseHandle(next));
    VIOLATION("close-pending");

    RESULT(S_OK, PeerCollabEnumContacts(&enumeration));
    RESULT(S_OK, PeerEndEnumeration(enumeration));
    RESULT(E_INVALIDARG, PeerEndEnumeration(enumeration));
    VIOLATION("use-after-close");
    RESULT(E_INVALIDARG, PeerGetItemCount(enumeration, &count));
    VIOLATION("use-after-close");
    RESULT(E_INVALIDARG, PeerGetNextItem(enumeration, &count, &items));
    VIOLATION("use-after-close");

    RESULT(S_OK, PeerCollabRegisterEvent(event, 1, &wanted, &registration));
    RESULT(S_OK, PeerCollabUnregisterEvent(registration));
    RESULT(E_INVALIDARG, PeerCollabUnregisterEvent(registration));
    VIOLATION("use-after-close");
    RESULT(E_INVALIDARG, PeerCollabGetEventData(registration, &data));
    VIOLATION("use-after-close");

    /* Left-over resources are reported once for each kind. */
    invite(event);
    RESULT(S_OK, PeerCollabEnumContacts(&left_enumeration));
    RESULT(S_OK, PeerCollabRegisterEvent(event, 1, &wanted, &registration));
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    RESULT(S_OK, PeerCollabShutdown());
    CHECK(counters().violations == 11);
    RESULT(S_OK, PeerCollabShutdown());
    VIOLATION("left-over");
    VIOLATION("left-over");
    VIOLATION("left-over");
    RESULT(PEER_E_NOT_INITIALIZED, PeerCollabShutdown());
    CloseHandle(event);
    end();
}

static void test_closed_event(void)
{
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);

    begin("violations: kernel event closed too early");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    HANDLE invitation = invite(event);
    CloseHandle(event);
    RESULT(S_OK, ReferenceP2PAnswer(invitation, PEER_INVITATION_RESPONSE_ACCEPTED, NULL, S_OK, 0));
    VIOLATION("closed-event");
    RESULT(S_OK, PeerCollabCloseHandle(invitation));
    RESULT(S_OK, PeerCollabShutdown());
    end();
}

static void test_reset(void)
{
    PEER_CONTACT *contact;

    begin("a reset forgets everything without violations");
    RESULT(S_OK, PeerCollabStartup(PEER_COLLAB_VERSION));
    RESULT(S_OK, PeerCollabGetContact(NULL, &contact));
    invite(NULL);
    ReferenceP2PReset();
    CHECK(counters().startups == 0 && counters().blocks == 0 && counters().invitations == 0);
    PeerFreeData(contact);
    CHECK(counters().blocks == 0);
    end();
}

void test_strictness(void)
{
    test_blocks();
    test_handles();
    test_closed_event();
    test_reset();
}
