/*
 * The Windows and P2P headers with the settings of the reference DLL, and a few
 * helpers for every file.
 */
#pragma once

#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <ws2tcpip.h>

#include <windows.h>

#include <p2p.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "../include/peer-hresults.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Documented limits. Text is measured in UTF-16 units, without the terminator. */
enum {
    LIMIT_DATA_BYTES = 16384,
    LIMIT_TEXT_UNITS = 255,
    LIMIT_APPLICATIONS_PER_SCOPE = 64,
    LIMIT_OBJECTS = 128,
    LIMIT_ENDPOINTS_PER_CONTACT = 50,
};
