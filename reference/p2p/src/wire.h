/*
 * Messages between a process and a reference service. A message is a length and
 * one structure with offsets in place of its pointers (see shapes.h). It goes
 * over TCP on 127.0.0.1, for any IPv6 address of the endpoint: containers often
 * have no IPv6. Under wine only the end of a socket is reported reliably when
 * the process at the other side is killed.
 */
#pragma once

#include "shapes.h"

typedef enum MessageType {
    MESSAGE_SIGN_IN = 1, /* value: scopes; peer: what to publish */
    MESSAGE_SIGN_OUT, /* value: scopes */
    MESSAGE_PUBLISH, /* peer */
    MESSAGE_SCRIPT, /* value: AnswerKind; action: its result; delay */
    MESSAGE_DONE, /* value: HRESULT; the reply to the four messages above */
    MESSAGE_INVITE, /* id, name: the intended contact or NULL, info: with the sender's contact and endpoint */
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
/* Returns INVALID_SOCKET when nobody listens there. */
SOCKET wire_connect(USHORT port);
/* Listens on the port in *port. 0 stands for any port; *port has the port afterwards. */
SOCKET wire_listen(USHORT *port);
SOCKET wire_accept(SOCKET listener);

bool wire_send(SOCKET socket, const Message *message);
/* Waits for a message. Release it with free(). Returns NULL when the connection has ended. */
Message *wire_receive(SOCKET socket);
void *message_clone(const Message *message);
