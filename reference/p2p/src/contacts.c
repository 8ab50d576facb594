#include "contacts.h"

#include "blocks.h"
#include "calls.h"
#include "checks.h"
#include "contact-xml.h"
#include "enumerations.h"
#include "events.h"
#include "folders.h"
#include "options.h"
#include "publication.h"
#include "signed-in.h"
#include "store.h"

static Store contacts = {L"contacts", &shape_contact, {0}};
static Store me = {L"me", &shape_contact, {0}};

/* ---- the store ---- */

/* The peer name is the same for all processes of a user: an authority of 40 hex
 * digits, made from the home folder, and a classifier. */
static HRESULT make_me(void)
{
    wchar_t home[MAX_PATH] = L"in-process", key[STORE_KEY_SIZE], name[64], user[64] = L"";
    home_path(home, NULL, L"");
    key_of_text(home, key);
    swprintf(name, COUNT_OF(name), L"00000000%ls.reference", key);
    if (!GetEnvironmentVariableW(L"REFERENCE_P2P_NICK_NAME", user, COUNT_OF(user)))
        wcscpy(user, L"Me");
    BYTE credentials[] = {0x30, 0x00};
    PEER_CONTACT contact = {name, user, user, NULL, FALSE, PEER_WATCH_ALLOWED, {sizeof credentials, credentials}};
    return store_put(&me, L"me", &contact);
}

const PEER_CONTACT *contacts_me(void)
{
    store_load(&me);
    if (!store_get(&me, L"me"))
        make_me();
    return store_get(&me, L"me");
}

static bool is_me(const wchar_t *peer_name)
{
    const PEER_CONTACT *own = contacts_me();
    return own && wcscmp(own->pwzPeerName, peer_name) == 0;
}

static const PEER_CONTACT *find_stored(const wchar_t *peer_name)
{
    wchar_t key[STORE_KEY_SIZE];
    key_of_text(peer_name, key);
    store_load(&contacts);
    return store_get(&contacts, key);
}

const PEER_CONTACT *contacts_find(const wchar_t *peer_name)
{
    if (!peer_name || is_me(peer_name))
        return contacts_me();
    return find_stored(peer_name);
}

static HRESULT put(const PEER_CONTACT *contact)
{
    wchar_t key[STORE_KEY_SIZE];
    key_of_text(contact->pwzPeerName, key);
    return store_put(&contacts, key, contact);
}

void contacts_forget(void)
{
    store_forget(&contacts);
    store_forget(&me);
}

HRESULT check_contact(const PEER_CONTACT *contact)
{
    if (!contact || !contact->pwzPeerName || !*contact->pwzPeerName)
        return E_INVALIDARG;
    if (!text_fits(contact->pwzPeerName) || !text_fits(contact->pwzNickName) ||
        !text_fits(contact->pwzDisplayName) || !text_fits(contact->pwzEmailAddress))
        return E_INVALIDARG;
    if (contact->WatcherPermissions != PEER_WATCH_BLOCKED && contact->WatcherPermissions != PEER_WATCH_ALLOWED)
        return E_INVALIDARG;
    return contact->credentials.pbData || !contact->credentials.cbData ? S_OK : E_INVALIDARG;
}

static HRESULT hand_out(const PEER_CONTACT *contact, const char *owner, PEER_CONTACT **out)
{
    *out = block_copy(&shape_contact, contact, owner);
    return *out ? S_OK : E_OUTOFMEMORY;
}

/* ---- the exported functions ---- */

static HRESULT add_contact(const wchar_t *xml, const char *owner, PEER_CONTACT **out)
{
    PEER_CONTACT *contact = contact_from_xml(xml);
    if (!contact)
        return E_INVALIDARG;
    HRESULT hr = check_contact(contact);
    if (SUCCEEDED(hr) && contacts_find(contact->pwzPeerName))
        hr = PEER_E_ALREADY_EXISTS;
    if (SUCCEEDED(hr))
        hr = put(contact);
    if (SUCCEEDED(hr) && out)
        hr = hand_out(contact, owner, out);
    free(contact);
    return hr;
}

HRESULT WINAPI PeerCollabAddContact(PCWSTR pwzContactData, PPEER_CONTACT *ppContact)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabAddContact, NEEDS_STARTUP);
    if (ppContact)
        *ppContact = out_unset();
    if (SUCCEEDED(hr))
        hr = pwzContactData ? add_contact(pwzContactData, call.name, ppContact) : E_INVALIDARG;
    return call_leave(&call, hr);
}

static HRESULT delete_contact(const wchar_t *peer_name)
{
    const PEER_CONTACT *found = find_stored(peer_name);
    if (!found)
        return PEER_E_CONTACT_NOT_FOUND;
    PEER_CONTACT *contact = shape_clone(&shape_contact, found);
    if (!contact)
        return E_OUTOFMEMORY;
    wchar_t key[STORE_KEY_SIZE];
    key_of_text(peer_name, key);
    store_remove(&contacts, key);
    if (contact->fWatch)
        events_raise_watchlist(PEER_CHANGE_DELETED, contact);
    free(contact);
    return S_OK;
}

HRESULT WINAPI PeerCollabDeleteContact(PCWSTR pwzPeerName)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabDeleteContact, NEEDS_STARTUP);
    if (SUCCEEDED(hr) && (!pwzPeerName || is_me(pwzPeerName)))
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr))
        hr = delete_contact(pwzPeerName);
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabGetContact(PCWSTR pwzPeerName, PPEER_CONTACT *ppContact)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabGetContact, NEEDS_STARTUP);
    if (ppContact)
        *ppContact = out_unset();
    if (SUCCEEDED(hr) && !ppContact)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr)) {
        const PEER_CONTACT *contact = contacts_find(pwzPeerName);
        hr = contact ? hand_out(contact, call.name, ppContact) : PEER_E_CONTACT_NOT_FOUND;
    }
    return call_leave(&call, hr);
}

/* Only the names and the e-mail address of "Me" can change. */
static HRESULT update_me(const PEER_CONTACT *contact)
{
    PEER_CONTACT changed = *contacts_me();
    changed.pwzNickName = contact->pwzNickName;
    changed.pwzDisplayName = contact->pwzDisplayName;
    changed.pwzEmailAddress = contact->pwzEmailAddress;
    HRESULT hr = store_put(&me, L"me", &changed);
    if (SUCCEEDED(hr)) {
        if (signed_in_scopes() & PEER_SIGNIN_NEAR_ME)
            events_raise_person(PEER_CHANGE_UPDATED, NULL);
        publication_changed();
    }
    return hr;
}

static HRESULT update_contact(const PEER_CONTACT *contact)
{
    if (is_me(contact->pwzPeerName))
        return update_me(contact);
    const PEER_CONTACT *before = find_stored(contact->pwzPeerName);
    if (!before)
        return PEER_E_CONTACT_NOT_FOUND;
    bool watched = before->fWatch;
    HRESULT hr = put(contact);
    if (SUCCEEDED(hr) && watched != (bool)contact->fWatch)
        events_raise_watchlist(contact->fWatch ? PEER_CHANGE_ADDED : PEER_CHANGE_DELETED, contact);
    return hr;
}

HRESULT WINAPI PeerCollabUpdateContact(PCPEER_CONTACT pContact)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabUpdateContact, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        hr = check_contact(pContact);
    if (SUCCEEDED(hr))
        hr = update_contact(pContact);
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabEnumContacts(HPEERENUM *phPeerEnum)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabEnumContacts, NEEDS_STARTUP);
    if (phPeerEnum)
        *phPeerEnum = out_unset();
    if (SUCCEEDED(hr) && !phPeerEnum)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr)) {
        List items = {0};
        store_load(&contacts);
        for (ULONG i = 0; i < store_count(&contacts) && SUCCEEDED(hr); i++)
            hr = list_add(&items, (void *)store_at(&contacts, i)) ? S_OK : E_OUTOFMEMORY;
        if (SUCCEEDED(hr))
            hr = enumeration_open(&shape_contact, &items, call.name, phPeerEnum);
        list_clear(&items, NULL);
    }
    return call_leave(&call, hr);
}

HRESULT contacts_export(const PEER_CONTACT *contact, const char *owner, PWSTR *out)
{
    wchar_t *xml = contact_to_xml(contact);
    *out = xml ? block_copy(&shape_string, xml, owner) : NULL;
    free(xml);
    return *out ? S_OK : E_OUTOFMEMORY;
}

HRESULT WINAPI PeerCollabExportContact(PCWSTR pwzPeerName, PWSTR *ppwzContactData)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabExportContact, NEEDS_STARTUP);
    if (ppwzContactData)
        *ppwzContactData = out_unset();
    if (SUCCEEDED(hr) && !ppwzContactData)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr))
        hr = check_signed_in();
    if (SUCCEEDED(hr)) {
        const PEER_CONTACT *contact = contacts_find(pwzPeerName);
        hr = contact ? contacts_export(contact, call.name, ppwzContactData) : PEER_E_CONTACT_NOT_FOUND;
    }
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabParseContact(PCWSTR pwzContactData, PPEER_CONTACT *ppContact)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabParseContact, NEEDS_STARTUP);
    if (ppContact)
        *ppContact = out_unset();
    if (SUCCEEDED(hr) && (!pwzContactData || !ppContact))
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr)) {
        PEER_CONTACT *contact = contact_from_xml(pwzContactData);
        hr = contact ? hand_out(contact, call.name, ppContact) : E_INVALIDARG;
        free(contact);
    }
    return call_leave(&call, hr);
}
