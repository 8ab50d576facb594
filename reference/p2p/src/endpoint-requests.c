#include "endpoint-requests.h"

#include "calls.h"
#include "checks.h"
#include "endpoint-data.h"
#include "events.h"
#include "options.h"
#include "peers.h"
#include "transport.h"

typedef struct Request {
    PEER_ENDPOINT *endpoint;
    bool subscribe;
} Request;

static List held; /* of Request; they wait for ReferenceP2PCompleteRequest */

static void release_request(void *pointer)
{
    Request *request = pointer;
    free(request->endpoint);
    free(request);
}

static void finish(const Request *request, HRESULT result)
{
    const REFERENCE_P2P_PEER *peer = peers_find(request->endpoint);
    if (request->subscribe)
        endpoint_data_subscribed(request->endpoint, result, peer);
    else if (SUCCEEDED(result))
        endpoint_data_keep(request->endpoint, peer);
    events_raise_request(request->endpoint, result);
}

static DWORD WINAPI finish_later(void *pointer)
{
    Request *request = pointer;
    state_lock();
    if (calls_startups()) {
        transport_refresh_peers();
        finish(request, peers_find(request->endpoint) ? S_OK : PEER_E_CONNECTION_FAILED);
    }
    state_unlock();
    release_request(request);
    return 0;
}

static HRESULT start(const PEER_ENDPOINT *endpoint, bool subscribe)
{
    Request *request = calloc(1, sizeof *request);
    if (request) {
        request->endpoint = shape_clone(&shape_endpoint, endpoint);
        request->subscribe = subscribe;
    }
    bool started = request && request->endpoint &&
                   (options.holdRequests ? list_add(&held, request)
                                         : QueueUserWorkItem(finish_later, request, WT_EXECUTEDEFAULT));
    if (!started && request)
        release_request(request);
    return started ? S_OK : E_OUTOFMEMORY;
}

bool endpoint_request_complete(const PEER_ENDPOINT *endpoint, HRESULT result)
{
    for (ULONG i = 0; i < held.count; i++) {
        Request *request = held.items[i];
        if (!endpoints_equal(request->endpoint, endpoint))
            continue;
        memmove(&held.items[i], &held.items[i + 1], (held.count - i - 1) * sizeof(void *));
        held.count--;
        finish(request, result);
        release_request(request);
        return true;
    }
    return false;
}

static HRESULT subscribe(const PEER_ENDPOINT *endpoint)
{
    HRESULT hr = endpoint_data_subscribe(endpoint);
    if (hr == PEER_S_SUBSCRIPTION_EXISTS && options.eventForExistingSubscription)
        events_raise_request(endpoint, S_OK);
    if (hr != S_OK)
        return hr;
    hr = start(endpoint, true);
    if (FAILED(hr))
        endpoint_data_subscribed(endpoint, hr, NULL);
    return hr;
}

HRESULT WINAPI PeerCollabRefreshEndpointData(PCPEER_ENDPOINT pcEndpoint)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabRefreshEndpointData, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr))
        hr = start(pcEndpoint, false);
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabDeleteEndpointData(PCPEER_ENDPOINT pcEndpoint)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabDeleteEndpointData, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr))
        endpoint_data_delete(pcEndpoint);
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabSubscribeEndpointData(const PCPEER_ENDPOINT pcEndpoint)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabSubscribeEndpointData, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr))
        hr = subscribe(pcEndpoint);
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabUnsubscribeEndpointData(const PCPEER_ENDPOINT pcEndpoint)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabUnsubscribeEndpointData, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        hr = check_endpoint(pcEndpoint, call.name);
    if (SUCCEEDED(hr))
        hr = endpoint_data_unsubscribe(pcEndpoint);
    return call_leave(&call, hr);
}

void endpoint_requests_clear(void)
{
    list_clear(&held, release_request);
}
