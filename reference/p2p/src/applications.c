#include "applications.h"

#include "blocks.h"
#include "calls.h"
#include "checks.h"
#include "enumerations.h"
#include "events.h"
#include "options.h"
#include "publication.h"
#include "store.h"

static Store stores[] = {
    [PEER_APPLICATION_CURRENT_USER] = {L"applications-current-user", &shape_registration, {0}},
    [PEER_APPLICATION_ALL_USERS] = {L"applications-all-users", &shape_registration, {0}},
};

static Store *store_of(PEER_APPLICATION_REGISTRATION_TYPE type)
{
    if (type != PEER_APPLICATION_CURRENT_USER && type != PEER_APPLICATION_ALL_USERS)
        return NULL;
    store_load(&stores[type]);
    return &stores[type];
}

static const PEER_APPLICATION_REGISTRATION_INFO *find_in(Store *store, const GUID *id)
{
    wchar_t key[STORE_KEY_SIZE];
    key_of_guid(id, key);
    return store_get(store, key);
}

const PEER_APPLICATION_REGISTRATION_INFO *applications_find(const GUID *id)
{
    const PEER_APPLICATION_REGISTRATION_INFO *found = find_in(store_of(PEER_APPLICATION_CURRENT_USER), id);
    return found ? found : find_in(store_of(PEER_APPLICATION_ALL_USERS), id);
}

bool applications_list(const GUID *id, List *applications)
{
    for (int type = 0; type < (int)COUNT_OF(stores); type++) {
        Store *store = store_of(type);
        for (ULONG i = 0; i < store_count(store); i++) {
            const PEER_APPLICATION_REGISTRATION_INFO *info = store_at(store, i);
            const GUID *found = &info->application.id;
            if (id && !IsEqualGUID(id, found))
                continue;
            /* CURRENT_USER hides ALL_USERS. */
            if (type == PEER_APPLICATION_ALL_USERS && find_in(&stores[PEER_APPLICATION_CURRENT_USER], found))
                continue;
            if (!list_add(applications, (void *)&info->application))
                return false;
        }
    }
    return true;
}

void applications_forget(void)
{
    for (size_t i = 0; i < COUNT_OF(stores); i++)
        store_forget(&stores[i]);
}

/* For an application in both scopes, only changes in CURRENT_USER raise an event. */
static void raise(PEER_APPLICATION_REGISTRATION_TYPE type, PEER_CHANGE_TYPE change,
                  const PEER_APPLICATION *application)
{
    if (type == PEER_APPLICATION_ALL_USERS &&
        find_in(store_of(PEER_APPLICATION_CURRENT_USER), &application->id))
        return;
    events_raise_application(NULL, NULL, change, application);
}

static HRESULT check_registration(const PEER_APPLICATION_REGISTRATION_INFO *info)
{
    if (!info || guid_is_empty(&info->application.id))
        return E_INVALIDARG;
    if (!data_fits(&info->application.data) || !text_fits(info->application.pwzDescription))
        return E_INVALIDARG;
    const wchar_t *program = info->pwzApplicationToLaunch;
    /* The program must be local: a network path is refused. */
    if (!program || !*program || wcsncmp(program, L"\\\\", 2) == 0 || wcslen(program) >= MAX_PATH)
        return E_INVALIDARG;
    return info->dwPublicationScope == PEER_PUBLICATION_SCOPE_INTERNET ? S_OK : E_INVALIDARG;
}

static HRESULT register_application(const PEER_APPLICATION_REGISTRATION_INFO *info,
                                    PEER_APPLICATION_REGISTRATION_TYPE type)
{
    Store *store = store_of(type);
    if (!store)
        return E_INVALIDARG;
    if (find_in(store, &info->application.id))
        return PEER_E_ALREADY_EXISTS;
    if (store_count(store) >= LIMIT_APPLICATIONS_PER_SCOPE)
        return E_INVALIDARG;
    wchar_t key[STORE_KEY_SIZE];
    key_of_guid(&info->application.id, key);
    HRESULT hr = store_put(store, key, info);
    if (SUCCEEDED(hr)) {
        raise(type, PEER_CHANGE_ADDED, &info->application);
        publication_changed();
    }
    return hr;
}

HRESULT WINAPI PeerCollabRegisterApplication(PCPEER_APPLICATION_REGISTRATION_INFO pcApplication,
                                             PEER_APPLICATION_REGISTRATION_TYPE registrationType)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabRegisterApplication, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        hr = check_registration(pcApplication);
    if (SUCCEEDED(hr))
        hr = register_application(pcApplication, registrationType);
    return call_leave(&call, hr);
}

static HRESULT unregister_application(const GUID *id, PEER_APPLICATION_REGISTRATION_TYPE type)
{
    Store *store = id ? store_of(type) : NULL;
    if (!store)
        return E_INVALIDARG;
    const PEER_APPLICATION_REGISTRATION_INFO *info = find_in(store, id);
    if (!info)
        return PEER_E_NOT_FOUND;
    PEER_APPLICATION *application = shape_clone(&shape_application, &info->application);
    if (!application)
        return E_OUTOFMEMORY;
    wchar_t key[STORE_KEY_SIZE];
    key_of_guid(id, key);
    store_remove(store, key);
    raise(type, PEER_CHANGE_DELETED, application);
    publication_changed();
    free(application);
    return S_OK;
}

HRESULT WINAPI PeerCollabUnregisterApplication(const GUID *pApplicationId,
                                               PEER_APPLICATION_REGISTRATION_TYPE registrationType)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabUnregisterApplication, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        hr = unregister_application(pApplicationId, registrationType);
    return call_leave(&call, hr);
}

static HRESULT get_registration(const GUID *id, PEER_APPLICATION_REGISTRATION_TYPE type, const char *owner,
                                PEER_APPLICATION_REGISTRATION_INFO **info)
{
    Store *store = id && info ? store_of(type) : NULL;
    if (!store)
        return E_INVALIDARG;
    const PEER_APPLICATION_REGISTRATION_INFO *found = find_in(store, id);
    if (!found)
        return PEER_E_NOT_FOUND;
    *info = block_copy(&shape_registration, found, owner);
    return *info ? S_OK : E_OUTOFMEMORY;
}

HRESULT WINAPI PeerCollabGetApplicationRegistrationInfo(const GUID *pApplicationId,
                                                        PEER_APPLICATION_REGISTRATION_TYPE registrationType,
                                                        PPEER_APPLICATION_REGISTRATION_INFO *ppApplication)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabGetApplicationRegistrationInfo, NEEDS_STARTUP);
    if (ppApplication)
        *ppApplication = out_unset();
    if (SUCCEEDED(hr))
        hr = get_registration(pApplicationId, registrationType, call.name, ppApplication);
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabEnumApplicationRegistrationInfo(PEER_APPLICATION_REGISTRATION_TYPE registrationType,
                                                         HPEERENUM *phPeerEnum)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabEnumApplicationRegistrationInfo, NEEDS_STARTUP);
    if (phPeerEnum)
        *phPeerEnum = out_unset();
    Store *store = SUCCEEDED(hr) && phPeerEnum ? store_of(registrationType) : NULL;
    if (SUCCEEDED(hr) && !store)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr)) {
        List items = {0};
        for (ULONG i = 0; i < store_count(store) && SUCCEEDED(hr); i++)
            hr = list_add(&items, (void *)store_at(store, i)) ? S_OK : E_OUTOFMEMORY;
        if (SUCCEEDED(hr))
            hr = enumeration_open(&shape_registration, &items, call.name, phPeerEnum);
        list_clear(&items, NULL);
    }
    return call_leave(&call, hr);
}
