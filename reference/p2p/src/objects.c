#include "objects.h"

#include "calls.h"
#include "checks.h"
#include "events.h"
#include "publication.h"
#include "shapes.h"
#include "signed-in.h"

static List published; /* of PEER_OBJECT */

bool objects_list(const GUID *id, List *objects)
{
    for (ULONG i = 0; i < published.count; i++) {
        PEER_OBJECT *object = published.items[i];
        if ((!id || IsEqualGUID(id, &object->id)) && !list_add(objects, object))
            return false;
    }
    return true;
}

void objects_clear(void)
{
    list_clear(&published, free);
}

static PEER_OBJECT *find(const GUID *id, ULONG *index)
{
    for (ULONG i = 0; i < published.count; i++) {
        PEER_OBJECT *object = published.items[i];
        if (IsEqualGUID(id, &object->id)) {
            *index = i;
            return object;
        }
    }
    return NULL;
}

static HRESULT check_object(const PEER_OBJECT *object)
{
    if (!object || guid_is_empty(&object->id) || !data_fits(&object->data) || !object->data.cbData)
        return E_INVALIDARG;
    DWORD scope = object->dwPublicationScope;
    return scope && !(scope & ~(DWORD)PEER_PUBLICATION_SCOPE_ALL) ? S_OK : E_INVALIDARG;
}

static HRESULT set_object(const PEER_OBJECT *object)
{
    ULONG index = 0;
    PEER_OBJECT *before = find(&object->id, &index);
    if (!before && published.count >= LIMIT_OBJECTS)
        return E_INVALIDARG;
    PEER_OBJECT *copy = shape_clone(&shape_object, object);
    if (!copy)
        return E_OUTOFMEMORY;
    if (before) {
        free(before);
        published.items[index] = copy;
    } else if (!list_add(&published, copy)) {
        free(copy);
        return E_OUTOFMEMORY;
    }
    events_raise_object(NULL, NULL, before ? PEER_CHANGE_UPDATED : PEER_CHANGE_ADDED, copy);
    publication_changed();
    return S_OK;
}

HRESULT WINAPI PeerCollabSetObject(PCPEER_OBJECT pcObject)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabSetObject, NEEDS_STARTUP);
    if (SUCCEEDED(hr))
        hr = check_object(pcObject);
    if (SUCCEEDED(hr))
        hr = check_signed_in();
    if (SUCCEEDED(hr))
        hr = set_object(pcObject);
    return call_leave(&call, hr);
}

static HRESULT delete_object(const GUID *id)
{
    ULONG index = 0;
    PEER_OBJECT *object = find(id, &index);
    if (!object)
        return PEER_E_NOT_FOUND;
    list_remove(&published, index);
    events_raise_object(NULL, NULL, PEER_CHANGE_DELETED, object);
    free(object);
    publication_changed();
    return S_OK;
}

HRESULT WINAPI PeerCollabDeleteObject(const GUID *pObjectId)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabDeleteObject, NEEDS_STARTUP);
    /* The user picture is predefined and cannot be deleted. */
    if (SUCCEEDED(hr) && (!pObjectId || IsEqualGUID(pObjectId, &PEER_COLLAB_OBJECTID_USER_PICTURE)))
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr))
        hr = check_signed_in();
    if (SUCCEEDED(hr))
        hr = delete_object(pObjectId);
    return call_leave(&call, hr);
}
