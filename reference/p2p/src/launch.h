/*
 * Launch information: the service writes it to a file for the program it
 * starts, and names the file in the environment variable REFERENCE_P2P_LAUNCH.
 * What the program prints goes to a file beside it.
 */
#pragma once

#include "base.h"

/* In place of a file; NULL for nothing. Callers hold the state lock. */
HRESULT launch_info_set(const PEER_APP_LAUNCH_INFO *info);

/* Starts the registered program without a shell; false leaves the reason in GetLastError(). */
bool launch_program(const PEER_APPLICATION_REGISTRATION_INFO *application, const PEER_APP_LAUNCH_INFO *info,
                    DWORD *process);
