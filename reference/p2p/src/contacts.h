/* The contact store, with "Me". */
#pragma once

#include "list.h"

const PEER_CONTACT *contacts_me(void);
const PEER_CONTACT *contacts_find(const wchar_t *peer_name); /* "Me" included */
HRESULT check_contact(const PEER_CONTACT *contact);


void contacts_forget(void);
