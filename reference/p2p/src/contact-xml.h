/* Contact data as text, and back. Both results are released with free(). */
#pragma once

#include "base.h"

wchar_t *contact_to_xml(const PEER_CONTACT *contact);
/* Returns NULL when the text is not contact data. */
PEER_CONTACT *contact_from_xml(const wchar_t *xml);
