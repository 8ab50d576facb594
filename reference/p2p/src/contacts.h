/* The contact store, including "Me". */
#pragma once

#include "list.h"

const PEER_CONTACT *contacts_me(void);
const PEER_CONTACT *contacts_find(const wchar_t *peer_name); /* finds "Me" too */
HRESULT check_contact(const PEER_CONTACT *contact);

/* Gives a block with the contact as text. `owner` is the name of the function that returns it. */
HRESULT contacts_export(const PEER_CONTACT *contact, const char *owner, PWSTR *out);

void contacts_forget(void);
