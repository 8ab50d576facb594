/*
 * Connects this process with its service and with other people. Without the
 * environment variable REFERENCE_P2P_NETWORK everything stays in the process:
 * invitations wait for a control export, and a test adds the peers. With the
 * variable, p2phost.exe stands for the service of Windows.
 *
 * Callers hold the state lock.
 */
#pragma once

#include "base.h"

/* Called when the DLL is loaded. */
void transport_initialise(void);

HRESULT transport_sign_in(DWORD scopes);
HRESULT transport_sign_out(DWORD scopes);

/* Brings the list of peers up to date. */
void transport_refresh_peers(void);

void transport_invite(void *handle, const PEER_APP_LAUNCH_INFO *invitation);
void transport_cancel(void *handle);

HRESULT transport_set_answer(const char *script);

/* Called after the last shutdown. */
void transport_stop(void);
/* Called for a reset. Forgets the script and the in-process sign-in too. */
void transport_forget(void);

ULONG transport_service_process(void);
