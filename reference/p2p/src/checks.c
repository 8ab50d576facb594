#include "checks.h"

#include "violations.h"

bool text_fits(const wchar_t *text)
{
    return !text || wcsnlen(text, LIMIT_TEXT_UNITS + 1) <= LIMIT_TEXT_UNITS;
}

bool data_fits(const PEER_DATA *data)
{
    return data->cbData <= LIMIT_DATA_BYTES && (data->pbData || data->cbData == 0);
}

bool guid_is_empty(const GUID *id)
{
    static const GUID empty;
    return IsEqualGUID(id, &empty);
}

HRESULT check_endpoint(const PEER_ENDPOINT *endpoint, const char *function)
{
    if (!endpoint)
        return E_INVALIDARG;
    if (endpoint->address.dwSize != sizeof(PEER_ADDRESS)) {
        violation("wrong-size: %s got an address with dwSize %lu instead of %zu", function,
                  endpoint->address.dwSize, sizeof(PEER_ADDRESS));
        return E_INVALIDARG;
    }
    if (endpoint->address.sin6.sin6_family != AF_INET6 || !text_fits(endpoint->pwzEndpointName))
        return E_INVALIDARG;
    return S_OK;
}

bool endpoints_equal(const PEER_ENDPOINT *one, const PEER_ENDPOINT *other)
{
    const SOCKADDR_IN6 *a = &one->address.sin6, *b = &other->address.sin6;
    return a->sin6_port == b->sin6_port && a->sin6_scope_id == b->sin6_scope_id &&
           memcmp(&a->sin6_addr, &b->sin6_addr, sizeof a->sin6_addr) == 0;
}
