#include "check.h"

static const char *current;
static bool failed;
static int failures, passes;

static void fail(void)
{
    failed = true;
    fflush(stdout);
}

void check(bool holds, const char *text, const char *file, int line)
{
    if (holds)
        return;
    printf("%s:%d: %s: not true: %s\n", file, line, current, text);
    fail();
}

void check_result(HRESULT wanted, HRESULT got, const char *text, const char *file, int line)
{
    if (wanted == got)
        return;
    printf("%s:%d: %s: 0x%08lx instead of 0x%08lx: %s\n", file, line, current, (unsigned long)got,
           (unsigned long)wanted, text);
    fail();
}

void check_violation(const char *kind, const char *file, int line)
{
    char text[512] = "(none)";
    ReferenceP2PNextViolation(text, sizeof text);
    if (strncmp(text, kind, strlen(kind)) == 0 && text[strlen(kind)] == ':')
        return;
    printf("%s:%d: %s: violation %s instead of %s\n", file, line, current, text, kind);
    fail();
}

void begin(const char *name)
{
    current = name;
    failed = false;
    ReferenceP2PReset();
}

void end(void)
{
    char text[512];
    while (ReferenceP2PNextViolation(text, sizeof text)) {
        printf("%s: unexpected violation: %s\n", current, text);
        fail();
    }
    REFERENCE_P2P_COUNTERS left = counters();
    CHECK(left.startups == 0 && left.blocks == 0 && left.enumerations == 0);
    CHECK(left.invitations == 0 && left.pendingInvitations == 0);
    CHECK(left.registrations == 0 && left.subscriptions == 0);
    printf("%s %s\n", failed ? "FAIL" : "ok  ", current);
    fflush(stdout);
    failures += failed;
    passes += !failed;
}

int cases_failed(void)
{
    return failures;
}

int cases_passed(void)
{
    return passes;
}

REFERENCE_P2P_COUNTERS counters(void)
{
    REFERENCE_P2P_COUNTERS now = {.cbSize = sizeof now};
    RESULT(S_OK, ReferenceP2PGetCounters(&now));
    return now;
}

PEER_ENDPOINT endpoint_at(USHORT port)
{
    PEER_ENDPOINT endpoint = {.address = {.dwSize = sizeof(PEER_ADDRESS)}};
    endpoint.address.sin6.sin6_family = AF_INET6;
    endpoint.address.sin6.sin6_port = htons(port);
    endpoint.address.sin6.sin6_addr.s6_addr[15] = 1;
    return endpoint;
}

GUID id_of(BYTE number)
{
    return (GUID){0xbec0ced0, 0x1234, 0x4321, {1, 2, 3, 4, 5, 6, 7, number}};
}

PEER_INVITATION invitation_for(GUID id)
{
    static wchar_t message[] = L"Join my whiteboard?";
    static BYTE data[] = {1, 2, 3, 4};
    return (PEER_INVITATION){id, {sizeof data, data}, message};
}

PEER_CONTACT contact_named(const wchar_t *peer_name)
{
    static wchar_t nick[] = L"Ann <\"&\">";
    static BYTE credentials[] = {0x30, 0x82, 0xff};
    return (PEER_CONTACT){(PWSTR)peer_name, nick,  nick, NULL, FALSE, PEER_WATCH_BLOCKED,
                          {sizeof credentials, credentials}};
}

PEER_APPLICATION_REGISTRATION_INFO registration_of(GUID id)
{
    static wchar_t description[] = L"Whiteboard", program[] = L"%windir%\\board.exe", arguments[] = L"/invite";
    static BYTE data[] = {7, 7};
    return (PEER_APPLICATION_REGISTRATION_INFO){
        {id, {sizeof data, data}, description}, program, arguments, PEER_PUBLICATION_SCOPE_INTERNET};
}
