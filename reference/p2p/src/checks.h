/* Checks of arguments, shared by the functions that take them. */
#pragma once

#include "base.h"

/* NULL and up to 255 units are fine. */
bool text_fits(const wchar_t *text);

/* A null pointer needs a length of 0; at most 16 384 bytes. */
bool data_fits(const PEER_DATA *data);

bool guid_is_empty(const GUID *id);

/* S_OK, or INVALIDARG for NULL, a wrong dwSize (also a violation), another
 * family than IPv6, or a name that is too long. */
HRESULT check_endpoint(const PEER_ENDPOINT *endpoint, const char *function);

bool endpoints_equal(const PEER_ENDPOINT *one, const PEER_ENDPOINT *other);
