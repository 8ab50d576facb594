/*
 * How this process reaches its own service and other people. Without the
 * environment variable REFERENCE_P2P_NETWORK everything stays in the process:
 * invitations wait for a control export, peers are those a test put there.
 * With it, p2phost.exe stands for the service of Windows.
 *
 * Callers hold the state lock.
 */
#pragma once

#include "base.h"

/* When the DLL is loaded. */
void transport_initialise(void);

HRESULT transport_sign_in(DWORD scopes);
HRESULT transport_sign_out(DWORD scopes);

/* Brings the list of peers up to date. */
void transport_refresh_peers(void);

void transport_invite(void *handle, const PEER_APP_LAUNCH_INFO *invitation);
void transport_cancel(void *handle);

HRESULT transport_set_answer(const char *script);

/* After the last shutdown. */
void transport_stop(void);
/* For a reset: also the script and the in-process sign-in. */
void transport_forget(void);

ULONG transport_service_process(void);
