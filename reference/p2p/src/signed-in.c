#include "signed-in.h"

#include "folders.h"
#include "service-state.h"

static DWORD own_scopes;

DWORD signed_in_scopes(void)
{
    ServiceState state;
    if (!network_used())
        return own_scopes;
    return service_state_read(&state) ? state.scopes : 0;
}

HRESULT check_signed_in(void)
{
    return signed_in_scopes() ? S_OK : PEER_E_NOT_SIGNED_IN;
}

void signed_in_add(DWORD scopes)
{
    own_scopes |= scopes;
}

void signed_in_remove(DWORD scopes)
{
    own_scopes &= ~scopes;
}
