#include "shapes.h"

#define STRING_AT(type, member) {FIELD_STRING, offsetof(type, member), NULL, 0}
#define POINTER_AT(type, member, shape) {FIELD_POINTER, offsetof(type, member), &(shape), 0}
#define INLINE_AT(type, member, shape) {FIELD_INLINE, offsetof(type, member), &(shape), 0}
#define ARRAY_AT(type, member, counter, shape) \
    {FIELD_ARRAY, offsetof(type, member), &(shape), offsetof(type, counter)}
#define SHAPE_OF(type, ...)            \
    {                                  \
        sizeof(type),                  \
        COUNT_OF(((Field[]){__VA_ARGS__})), \
        (const Field[]){__VA_ARGS__}   \
    }

static const Shape shape_byte = {1, 0, NULL};

const Shape shape_string = {0, 0, NULL};
const Shape shape_data = SHAPE_OF(PEER_DATA, ARRAY_AT(PEER_DATA, pbData, cbData, shape_byte));
const Shape shape_endpoint = SHAPE_OF(PEER_ENDPOINT, STRING_AT(PEER_ENDPOINT, pwzEndpointName));
const Shape shape_person = SHAPE_OF(PEER_PEOPLE_NEAR_ME, STRING_AT(PEER_PEOPLE_NEAR_ME, pwzNickName),
                                    INLINE_AT(PEER_PEOPLE_NEAR_ME, endpoint, shape_endpoint));
const Shape shape_contact =
    SHAPE_OF(PEER_CONTACT, STRING_AT(PEER_CONTACT, pwzPeerName), STRING_AT(PEER_CONTACT, pwzNickName),
             STRING_AT(PEER_CONTACT, pwzDisplayName), STRING_AT(PEER_CONTACT, pwzEmailAddress),
             INLINE_AT(PEER_CONTACT, credentials, shape_data));
const Shape shape_application =
    SHAPE_OF(PEER_APPLICATION, INLINE_AT(PEER_APPLICATION, data, shape_data),
             STRING_AT(PEER_APPLICATION, pwzDescription));
const Shape shape_registration =
    SHAPE_OF(PEER_APPLICATION_REGISTRATION_INFO,
             INLINE_AT(PEER_APPLICATION_REGISTRATION_INFO, application, shape_application),
             STRING_AT(PEER_APPLICATION_REGISTRATION_INFO, pwzApplicationToLaunch),
             STRING_AT(PEER_APPLICATION_REGISTRATION_INFO, pwzApplicationArguments));
const Shape shape_object = SHAPE_OF(PEER_OBJECT, INLINE_AT(PEER_OBJECT, data, shape_data));
const Shape shape_presence =
    SHAPE_OF(PEER_PRESENCE_INFO, STRING_AT(PEER_PRESENCE_INFO, pwzDescriptiveText));
const Shape shape_invitation =
    SHAPE_OF(PEER_INVITATION, INLINE_AT(PEER_INVITATION, applicationData, shape_data),
             STRING_AT(PEER_INVITATION, pwzMessage));
const Shape shape_response =
    SHAPE_OF(PEER_INVITATION_RESPONSE, STRING_AT(PEER_INVITATION_RESPONSE, pwzMessage));
const Shape shape_launch_info =
    SHAPE_OF(PEER_APP_LAUNCH_INFO, POINTER_AT(PEER_APP_LAUNCH_INFO, pContact, shape_contact),
             POINTER_AT(PEER_APP_LAUNCH_INFO, pEndpoint, shape_endpoint),
             POINTER_AT(PEER_APP_LAUNCH_INFO, pInvitation, shape_invitation));
const Shape shape_peer =
    SHAPE_OF(REFERENCE_P2P_PEER, INLINE_AT(REFERENCE_P2P_PEER, person, shape_person),
             POINTER_AT(REFERENCE_P2P_PEER, pContact, shape_contact),
             POINTER_AT(REFERENCE_P2P_PEER, pPresence, shape_presence),
             ARRAY_AT(REFERENCE_P2P_PEER, pApplications, cApplications, shape_application),
             ARRAY_AT(REFERENCE_P2P_PEER, pObjects, cObjects, shape_object));

#define EVENT PEER_COLLAB_EVENT_DATA
static const Shape shape_event_watchlist =
    SHAPE_OF(EVENT, POINTER_AT(EVENT, watchListChangedData.pContact, shape_contact));
static const Shape shape_event_presence =
    SHAPE_OF(EVENT, POINTER_AT(EVENT, presenceChangedData.pContact, shape_contact),
             POINTER_AT(EVENT, presenceChangedData.pEndpoint, shape_endpoint),
             POINTER_AT(EVENT, presenceChangedData.pPresenceInfo, shape_presence));
static const Shape shape_event_application =
    SHAPE_OF(EVENT, POINTER_AT(EVENT, applicationChangedData.pContact, shape_contact),
             POINTER_AT(EVENT, applicationChangedData.pEndpoint, shape_endpoint),
             POINTER_AT(EVENT, applicationChangedData.pApplication, shape_application));
static const Shape shape_event_object =
    SHAPE_OF(EVENT, POINTER_AT(EVENT, objectChangedData.pContact, shape_contact),
             POINTER_AT(EVENT, objectChangedData.pEndpoint, shape_endpoint),
             POINTER_AT(EVENT, objectChangedData.pObject, shape_object));
static const Shape shape_event_endpoint =
    SHAPE_OF(EVENT, POINTER_AT(EVENT, endpointChangedData.pContact, shape_contact),
             POINTER_AT(EVENT, endpointChangedData.pEndpoint, shape_endpoint));
static const Shape shape_event_person =
    SHAPE_OF(EVENT, POINTER_AT(EVENT, peopleNearMeChangedData.pPeopleNearMe, shape_person));
static const Shape shape_event_request =
    SHAPE_OF(EVENT, POINTER_AT(EVENT, requestStatusChangedData.pEndpoint, shape_endpoint));

const Shape *shape_of_event(PEER_COLLAB_EVENT_TYPE type)
{
    switch (type) {
    case PEER_EVENT_WATCHLIST_CHANGED:
        return &shape_event_watchlist;
    case PEER_EVENT_ENDPOINT_PRESENCE_CHANGED:
    case PEER_EVENT_MY_PRESENCE_CHANGED:
        return &shape_event_presence;
    case PEER_EVENT_ENDPOINT_APPLICATION_CHANGED:
    case PEER_EVENT_MY_APPLICATION_CHANGED:
        return &shape_event_application;
    case PEER_EVENT_ENDPOINT_OBJECT_CHANGED:
    case PEER_EVENT_MY_OBJECT_CHANGED:
        return &shape_event_object;
    case PEER_EVENT_ENDPOINT_CHANGED:
    case PEER_EVENT_MY_ENDPOINT_CHANGED:
        return &shape_event_endpoint;
    case PEER_EVENT_PEOPLE_NEAR_ME_CHANGED:
        return &shape_event_person;
    case PEER_EVENT_REQUEST_STATUS_CHANGED:
        return &shape_event_request;
    }
    return NULL;
}

static size_t aligned(size_t size)
{
    return (size + 7) & ~(size_t)7;
}

static size_t text_size(const wchar_t *text)
{
    return (wcslen(text) + 1) * sizeof(wchar_t);
}

static void *pointer_at(const void *structure, const Field *field)
{
    return *(void *const *)((const char *)structure + field->offset);
}

static void set_pointer_at(void *structure, const Field *field, const void *value)
{
    *(const void **)((char *)structure + field->offset) = value;
}

static ULONG count_at(const void *structure, const Field *field)
{
    return *(const ULONG *)((const char *)structure + field->count);
}

/* Returns the size of all data that a structure points to, in bytes, without the structure. */
static size_t measure_below(const Shape *shape, const void *source)
{
    size_t total = 0;
    for (size_t i = 0; i < shape->field_count; i++) {
        const Field *field = &shape->fields[i];
        if (field->kind == FIELD_INLINE) {
            total += measure_below(field->shape, (const char *)source + field->offset);
            continue;
        }
        const char *below = pointer_at(source, field);
        if (!below)
            continue;
        if (field->kind == FIELD_STRING) {
            total += aligned(text_size((const wchar_t *)below));
            continue;
        }
        size_t count = field->kind == FIELD_ARRAY ? count_at(source, field) : 1;
        total += aligned(count * field->shape->size);
        for (size_t n = 0; n < count && field->shape->field_count; n++)
            total += measure_below(field->shape, below + n * field->shape->size);
    }
    return total;
}

size_t shape_measure(const Shape *shape, const void *source)
{
    if (shape == &shape_string)
        return text_size(source);
    return aligned(shape->size) + measure_below(shape, source);
}

/* Copies all data that `target` points to (a flat copy of `source`) to `cursor`. */
static char *copy_below(const Shape *shape, const void *source, void *target, char *cursor)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const Field *field = &shape->fields[i];
        if (field->kind == FIELD_INLINE) {
            cursor = copy_below(field->shape, (const char *)source + field->offset,
                                (char *)target + field->offset, cursor);
            continue;
        }
        const char *below = pointer_at(source, field);
        if (!below)
            continue;
        set_pointer_at(target, field, cursor);
        if (field->kind == FIELD_STRING) {
            memcpy(cursor, below, text_size((const wchar_t *)below));
            cursor += aligned(text_size((const wchar_t *)below));
            continue;
        }
        size_t count = field->kind == FIELD_ARRAY ? count_at(source, field) : 1;
        size_t size = count * field->shape->size;
        char *copy = cursor;
        if (size)
            memcpy(copy, below, size);
        else
            set_pointer_at(target, field, NULL);
        cursor += aligned(size);
        for (size_t n = 0; n < count && field->shape->field_count; n++)
            cursor = copy_below(field->shape, below + n * field->shape->size,
                                copy + n * field->shape->size, cursor);
    }
    return cursor;
}

void shape_copy(const Shape *shape, const void *source, void *target)
{
    if (shape == &shape_string) {
        memcpy(target, source, text_size(source));
        return;
    }
    memcpy(target, source, shape->size);
    copy_below(shape, source, target, (char *)target + aligned(shape->size));
}

void *shape_clone(const Shape *shape, const void *source)
{
    void *copy = calloc(1, shape_measure(shape, source));
    if (copy)
        shape_copy(shape, source, copy);
    return copy;
}

static void flatten(const Shape *shape, char *structure, const char *start)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const Field *field = &shape->fields[i];
        if (field->kind == FIELD_INLINE) {
            flatten(field->shape, structure + field->offset, start);
            continue;
        }
        char *below = pointer_at(structure, field);
        if (!below)
            continue;
        if (field->kind != FIELD_STRING) {
            size_t count = field->kind == FIELD_ARRAY ? count_at(structure, field) : 1;
            for (size_t n = 0; n < count && field->shape->field_count; n++)
                flatten(field->shape, below + n * field->shape->size, start);
        }
        set_pointer_at(structure, field, (void *)(below - start));
    }
}

void shape_flatten(const Shape *shape, void *copy)
{
    flatten(shape, copy, copy);
}

static bool terminated(const char *text, const char *end)
{
    for (const char *unit = text; unit + sizeof(wchar_t) <= end; unit += sizeof(wchar_t))
        if (*(const wchar_t *)unit == 0)
            return true;
    return false;
}

static bool unflatten(const Shape *shape, char *structure, char *start, size_t size)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const Field *field = &shape->fields[i];
        if (field->kind == FIELD_INLINE) {
            if (!unflatten(field->shape, structure + field->offset, start, size))
                return false;
            continue;
        }
        size_t offset = (size_t)pointer_at(structure, field);
        if (!offset)
            continue;
        /* A copy has children behind their parents. Refusing any other order
         * also refuses cycles. */
        if (offset % 8 || offset >= size || start + offset <= structure)
            return false;
        char *below = start + offset;
        set_pointer_at(structure, field, below);
        if (field->kind == FIELD_STRING) {
            if (!terminated(below, start + size))
                return false;
            continue;
        }
        size_t count = field->kind == FIELD_ARRAY ? count_at(structure, field) : 1;
        if (count > (size - offset) / field->shape->size)
            return false;
        for (size_t n = 0; n < count && field->shape->field_count; n++)
            if (!unflatten(field->shape, below + n * field->shape->size, start, size))
                return false;
    }
    return true;
}

bool shape_unflatten(const Shape *shape, void *bytes, size_t size)
{
    if (shape == &shape_string)
        return terminated(bytes, (const char *)bytes + size);
    return size >= aligned(shape->size) && unflatten(shape, bytes, bytes, size);
}
