#include "wire.h"

enum { LARGEST_MESSAGE = 8 << 20 };

static const Field fields[] = {
    {FIELD_STRING, offsetof(Message, name), NULL, 0},
    {FIELD_POINTER, offsetof(Message, info), &shape_launch_info, 0},
    {FIELD_POINTER, offsetof(Message, peer), &shape_peer, 0},
};
static const Shape shape_message = {sizeof(Message), COUNT_OF(fields), fields};

bool wire_start(void)
{
    static LONG started;
    WSADATA data;
    return InterlockedExchange(&started, 1) || WSAStartup(MAKEWORD(2, 2), &data) == 0;
}

/* A launched program must not inherit the connections of the service, and keep them open. */
static SOCKET keep_private(SOCKET opened)
{
    if (opened != INVALID_SOCKET)
        SetHandleInformation((HANDLE)opened, HANDLE_FLAG_INHERIT, 0);
    return opened;
}

static struct sockaddr_in loopback(USHORT port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static SOCKET fail(SOCKET opened)
{
    if (opened != INVALID_SOCKET)
        closesocket(opened);
    return INVALID_SOCKET;
}

SOCKET wire_connect(USHORT port)
{
    struct sockaddr_in address = loopback(port);
    int on = 1;
    SOCKET opened = keep_private(socket(AF_INET, SOCK_STREAM, IPPROTO_TCP));
    if (opened == INVALID_SOCKET || connect(opened, (struct sockaddr *)&address, sizeof address) != 0)
        return fail(opened);
    setsockopt(opened, IPPROTO_TCP, TCP_NODELAY, (const char *)&on, sizeof on);
    return opened;
}

SOCKET wire_listen(USHORT *port)
{
    struct sockaddr_in address = loopback(*port);
    int size = sizeof address;
    SOCKET opened = keep_private(socket(AF_INET, SOCK_STREAM, IPPROTO_TCP));
    if (opened == INVALID_SOCKET || bind(opened, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(opened, SOMAXCONN) != 0 || getsockname(opened, (struct sockaddr *)&address, &size) != 0)
        return fail(opened);
    *port = ntohs(address.sin_port);
    return opened;
}

SOCKET wire_accept(SOCKET listener)
{
    int on = 1;
    SOCKET opened = keep_private(accept(listener, NULL, NULL));
    if (opened != INVALID_SOCKET)
        setsockopt(opened, IPPROTO_TCP, TCP_NODELAY, (const char *)&on, sizeof on);
    return opened;
}

static bool send_all(SOCKET to, const char *bytes, size_t size)
{
    while (size) {
        int sent = send(to, bytes, (int)size, 0);
        if (sent <= 0)
            return false;
        bytes += sent;
        size -= (size_t)sent;
    }
    return true;
}

static bool receive_all(SOCKET from, char *bytes, size_t size)
{
    while (size) {
        int received = recv(from, bytes, (int)size, 0);
        if (received <= 0)
            return false;
        bytes += received;
        size -= (size_t)received;
    }
    return true;
}

bool wire_send(SOCKET to, const Message *message)
{
    size_t size = shape_measure(&shape_message, message);
    char *frame = size <= LARGEST_MESSAGE ? calloc(1, 8 + size) : NULL;
    if (!frame)
        return false;
    *(ULONG *)frame = (ULONG)size;
    shape_copy(&shape_message, message, frame + 8);
    shape_flatten(&shape_message, frame + 8);
    bool done = send_all(to, frame, 8 + size);
    free(frame);
    return done;
}

Message *wire_receive(SOCKET from)
{
    ULONG header[2];
    if (!receive_all(from, (char *)header, sizeof header) || header[0] > LARGEST_MESSAGE)
        return NULL;
    Message *message = calloc(1, header[0]);
    if (message && receive_all(from, (char *)message, header[0]) &&
        shape_unflatten(&shape_message, message, header[0]))
        return message;
    free(message);
    return NULL;
}

void *message_clone(const Message *message)
{
    return shape_clone(&shape_message, message);
}
