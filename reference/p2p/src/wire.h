/*
 * Messages between a process and a reference service: a length, then one
 * structure with its pointers as offsets (see shapes.h). Over TCP on
 * 127.0.0.1, whatever the IPv6 address of the endpoint is: containers often
 * have no IPv6 at all, and under wine sockets are the one thing whose end is
 * reported reliably when the process at the other side is killed.
 */
#pragma once

#include "shapes.h"

typedef enum MessageType {
    MESSAGE_SIGN_IN = 1, /* value: scopes; peer: what to publish */
    MESSAGE_SIGN_OUT, /* value: scopes */
    MESSAGE_PUBLISH, /* peer */
    MESSAGE_SCRIPT, /* value: AnswerKind; action: its result; delay */
    MESSAGE_DONE, /* value: HRESULT; the reply to the four above */
    MESSAGE_INVITE, /* id, name: who is meant or NULL, info: with the sender's contact and endpoint */
    MESSAGE_CANCEL, /* id */
    MESSAGE_ANSWER, /* id, action, value: extended info, name: message */
    MESSAGE_FAILURE, /* id, value: HRESULT */
} MessageType;

typedef struct Message {
    ULONGLONG id;
    DWORD type;
    DWORD value;
    DWORD action;
    DWORD delay;
    PWSTR name;
    PEER_APP_LAUNCH_INFO *info;
    REFERENCE_P2P_PEER *peer;
} Message;

bool wire_start(void);
/* INVALID_SOCKET when nobody listens there. */
SOCKET wire_connect(USHORT port);
/* Listens on any port, or on the one in *port; returns it in *port. */
SOCKET wire_listen(USHORT *port);
SOCKET wire_accept(SOCKET listener);

bool wire_send(SOCKET socket, const Message *message);
/* Waits for a message; release it with free(). NULL when the connection ended. */
Message *wire_receive(SOCKET socket);
void *message_clone(const Message *message);
