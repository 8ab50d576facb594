/* Checks of arguments that several functions share. */
#pragma once

#include "base.h"

/* NULL and text of up to 255 units fit. */
bool text_fits(const wchar_t *text);

/* At most 16 384 bytes fit. A null pointer must have the length 0. */
bool data_fits(const PEER_DATA *data);

bool guid_is_empty(const GUID *id);

/* Returns INVALIDARG for NULL, for a wrong dwSize (which is also a violation),
 * for another family than IPv6 and for a name that is too long; else S_OK. */
HRESULT check_endpoint(const PEER_ENDPOINT *endpoint, const char *function);

bool endpoints_equal(const PEER_ENDPOINT *one, const PEER_ENDPOINT *other);
