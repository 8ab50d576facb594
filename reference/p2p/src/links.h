/*
 * Connections to the services of recipients: one for each, with a thread that
 * writes, so that sending never blocks, and a thread that reads the answers.
 */
#pragma once

#include "base.h"

/* Callers hold the state lock. The outcome always comes later, on another thread. */
void links_invite(USHORT port, void *handle, const PEER_APP_LAUNCH_INFO *sent,
                  const PEER_APP_LAUNCH_INFO *from);
void links_cancel(USHORT port, void *handle);

/* The service at that port is no longer on the network. */
void links_lost(USHORT port);

/* Fails one invitation from another thread. */
void links_fail_later(void *handle, HRESULT failure);
