/* Refresh and subscribe: the result comes as an event. */
#pragma once

#include "base.h"

/* Ends the oldest held request for the endpoint; false when there is none. */
bool endpoint_request_complete(const PEER_ENDPOINT *endpoint, HRESULT result);
void endpoint_requests_clear(void);
