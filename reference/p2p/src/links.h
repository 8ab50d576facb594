/*
 * Connections to the services of recipients, one for each. A thread writes, so
 * that sending never blocks, and another thread reads the answers.
 */
#pragma once

#include "base.h"

/* Sends an invitation. Its outcome always comes later, on another thread. Callers hold
 * the state lock. */
void links_invite(USHORT port, void *handle, const PEER_APP_LAUNCH_INFO *sent,
                  const PEER_APP_LAUNCH_INFO *from);
void links_cancel(USHORT port, void *handle);

/* Notes that the service at this port has left the network. */
void links_lost(USHORT port);

/* Fails one invitation from another thread. */
void links_fail_later(void *handle, HRESULT failure);
