/* The user's own presence, and the name of their endpoint. */
#pragma once

#include "base.h"

/* Sets ONLINE without a text, as after signing in. */
void presence_begin(void);
void presence_end(void);
const PEER_PRESENCE_INFO *presence_own(void);

const wchar_t *endpoint_name_own(void);
void endpoint_name_forget(void);
