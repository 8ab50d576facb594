/*
 * Launch information. The service writes it to a file for the launched program,
 * and names the file in the environment variable REFERENCE_P2P_LAUNCH. The
 * output of the program goes to a file beside it.
 */
#pragma once

#include "base.h"

/* Sets the launch information without a file. NULL stands for none. Callers hold the state lock. */
HRESULT launch_info_set(const PEER_APP_LAUNCH_INFO *info);

/* Starts the registered program without a shell. After false, GetLastError() has the reason. */
bool launch_program(const PEER_APPLICATION_REGISTRATION_INFO *application, const PEER_APP_LAUNCH_INFO *info,
                    DWORD *process);
