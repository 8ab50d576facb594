/* Refresh and subscribe. Their results are events. */
#pragma once

#include "base.h"

/* Ends the oldest held request for the endpoint. Returns false when there is none. */
bool endpoint_request_complete(const PEER_ENDPOINT *endpoint, HRESULT result);
void endpoint_requests_clear(void);
