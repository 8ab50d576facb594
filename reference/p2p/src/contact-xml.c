/*
 * Contact data as text. Windows does not publish its schema, and callers must
 * treat the text as opaque. So the reference DLL has a schema of its own.
 */
#include "contact-xml.h"

#include "shapes.h"

/* ---- writing ---- */

typedef struct Text {
    wchar_t *units;
    size_t length, capacity;
    bool failed;
} Text;

static void put(Text *text, const wchar_t *addition)
{
    size_t length = wcslen(addition);
    if (text->length + length + 1 > text->capacity) {
        size_t larger = (text->length + length + 1) * 2;
        wchar_t *grown = realloc(text->units, larger * sizeof *grown);
        if (!grown) {
            text->failed = true;
            return;
        }
        text->units = grown;
        text->capacity = larger;
    }
    memcpy(text->units + text->length, addition, (length + 1) * sizeof(wchar_t));
    text->length += length;
}

static void put_escaped(Text *text, const wchar_t *value)
{
    for (; *value; value++) {
        wchar_t unit[10] = {*value, 0};
        if (*value < 0x20 || wcschr(L"<>&\"", *value))
            swprintf(unit, COUNT_OF(unit), L"&#%u;", (unsigned)*value);
        put(text, unit);
    }
}

static void put_attribute(Text *text, const wchar_t *name, const wchar_t *value)
{
    if (!value)
        return;
    put(text, L" ");
    put(text, name);
    put(text, L"=\"");
    put_escaped(text, value);
    put(text, L"\"");
}

wchar_t *contact_to_xml(const PEER_CONTACT *contact)
{
    Text text = {0};
    put(&text, L"<contact");
    put_attribute(&text, L"peerName", contact->pwzPeerName);
    put_attribute(&text, L"nickName", contact->pwzNickName);
    put_attribute(&text, L"displayName", contact->pwzDisplayName);
    put_attribute(&text, L"email", contact->pwzEmailAddress);
    put(&text, L" credentials=\"");
    for (ULONG i = 0; i < contact->credentials.cbData; i++) {
        wchar_t byte[3];
        swprintf(byte, COUNT_OF(byte), L"%02x", contact->credentials.pbData[i]);
        put(&text, byte);
    }
    put(&text, L"\"/>");
    if (!text.failed)
        return text.units;
    free(text.units);
    return NULL;
}

/* ---- reading ---- */

/* The value of an attribute, unescaped; release with free(). */
static wchar_t *read_attribute(const wchar_t *xml, const wchar_t *name)
{
    wchar_t start[32];
    swprintf(start, COUNT_OF(start), L" %ls=\"", name);
    const wchar_t *from = wcsstr(xml, start);
    if (!from)
        return NULL;
    from += wcslen(start);
    const wchar_t *to = wcschr(from, L'"');
    wchar_t *value = to ? calloc((size_t)(to - from) + 1, sizeof *value) : NULL;
    if (!value)
        return NULL;
    size_t length = 0;
    while (from < to) {
        wchar_t *end = NULL;
        if (from[0] == L'&' && from[1] == L'#')
            value[length++] = (wchar_t)wcstoul(from + 2, &end, 10);
        else
            value[length++] = *from;
        from = end && *end == L';' ? end + 1 : from + 1;
    }
    return value;
}

static bool read_bytes(const wchar_t *hex, PEER_DATA *data)
{
    size_t length = hex ? wcslen(hex) : 0;
    if (length % 2)
        return false;
    data->cbData = (ULONG)(length / 2);
    data->pbData = length ? calloc(1, length / 2) : NULL;
    for (size_t i = 0; i < length / 2; i++) {
        wchar_t byte[3] = {hex[2 * i], hex[2 * i + 1], 0}, *end;
        data->pbData[i] = (BYTE)wcstoul(byte, &end, 16);
        if (*end)
            return false;
    }
    return true;
}

PEER_CONTACT *contact_from_xml(const wchar_t *xml)
{
    size_t length = wcslen(xml);
    if (wcsncmp(xml, L"<contact ", 9) != 0 || length < 12 || wcscmp(xml + length - 2, L"/>") != 0)
        return NULL;
    PEER_CONTACT parsed = {.WatcherPermissions = PEER_WATCH_BLOCKED};
    parsed.pwzPeerName = read_attribute(xml, L"peerName");
    parsed.pwzNickName = read_attribute(xml, L"nickName");
    parsed.pwzDisplayName = read_attribute(xml, L"displayName");
    parsed.pwzEmailAddress = read_attribute(xml, L"email");
    wchar_t *hex = read_attribute(xml, L"credentials");
    bool complete = read_bytes(hex, &parsed.credentials) && parsed.pwzPeerName && *parsed.pwzPeerName;
    PEER_CONTACT *contact = complete ? shape_clone(&shape_contact, &parsed) : NULL;
    free(parsed.pwzPeerName);
    free(parsed.pwzNickName);
    free(parsed.pwzDisplayName);
    free(parsed.pwzEmailAddress);
    free(parsed.credentials.pbData);
    free(hex);
    return contact;
}
