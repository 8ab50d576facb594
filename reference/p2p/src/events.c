#include "events.h"

#include "blocks.h"
#include "calls.h"
#include "handles.h"
#include "options.h"
#include "shapes.h"
#include "violations.h"

typedef struct Wanted {
    PEER_COLLAB_EVENT_TYPE type;
    bool filtered;
    GUID instance;
} Wanted;

typedef struct Queued {
    struct Queued *next;
    PEER_COLLAB_EVENT_DATA *data;
} Queued;

typedef struct Registration {
    void *handle;
    HANDLE event;
    Wanted *wanted;
    DWORD count;
    Queued *first;
    Queued **last;
} Registration;

static ULONG live;

/* ---- filters: five types of events have data with an id ---- */

static const GUID *instance_of(const PEER_COLLAB_EVENT_DATA *event)
{
    switch (event->eventType) {
    case PEER_EVENT_ENDPOINT_APPLICATION_CHANGED:
    case PEER_EVENT_MY_APPLICATION_CHANGED:
        return event->applicationChangedData.pApplication ? &event->applicationChangedData.pApplication->id
                                                          : NULL;
    case PEER_EVENT_ENDPOINT_OBJECT_CHANGED:
    case PEER_EVENT_MY_OBJECT_CHANGED:
        return event->objectChangedData.pObject ? &event->objectChangedData.pObject->id : NULL;
    default:
        return NULL;
    }
}

static bool honours_filter(PEER_COLLAB_EVENT_TYPE type)
{
    return type == PEER_EVENT_ENDPOINT_APPLICATION_CHANGED || type == PEER_EVENT_MY_APPLICATION_CHANGED ||
           type == PEER_EVENT_ENDPOINT_OBJECT_CHANGED || type == PEER_EVENT_MY_OBJECT_CHANGED;
}

static bool concerns(const Registration *registration, const PEER_COLLAB_EVENT_DATA *event)
{
    const GUID *instance = instance_of(event);
    for (DWORD i = 0; i < registration->count; i++) {
        const Wanted *wanted = &registration->wanted[i];
        if (wanted->type == event->eventType &&
            (!wanted->filtered || !instance || IsEqualGUID(instance, &wanted->instance)))
            return true;
    }
    return false;
}

static void append(Registration *registration, const PEER_COLLAB_EVENT_DATA *event)
{
    Queued *queued = calloc(1, sizeof *queued);
    if (queued)
        queued->data = shape_clone(shape_of_event(event->eventType), event);
    if (!queued || !queued->data) {
        free(queued);
        return;
    }
    *registration->last = queued;
    registration->last = &queued->next;
    if (!SetEvent(registration->event))
        violation("closed-event: the event of registration %p was closed before the registration",
                  registration->handle);
}

void events_raise(const PEER_COLLAB_EVENT_DATA *event)
{
    size_t cursor = 0;
    for (Registration *next; (next = handle_next(KIND_REGISTRATION, &cursor));)
        if (concerns(next, event))
            append(next, event);
}

/* ---- the exported functions ---- */

static Queued *take_first(Registration *registration)
{
    Queued *queued = registration->first;
    if (!queued)
        return NULL;
    registration->first = queued->next;
    if (!registration->first)
        registration->last = &registration->first;
    return queued;
}

static void release(Queued *queued)
{
    free(queued->data);
    free(queued);
}

static void destroy(Registration *registration)
{
    handle_close(registration->handle);
    for (Queued *queued; (queued = take_first(registration));)
        release(queued);
    free(registration->wanted);
    free(registration);
    live--;
}

static HRESULT check_registrations(HANDLE event, DWORD count, const PEER_COLLAB_EVENT_REGISTRATION *wanted,
                                   const HPEEREVENT *handle)
{
    DWORD flags;
    if (!event || !count || !wanted || !handle || !GetHandleInformation(event, &flags))
        return E_INVALIDARG;
    for (DWORD i = 0; i < count; i++)
        if (!shape_of_event(wanted[i].eventType))
            return E_INVALIDARG;
    return S_OK;
}

static HRESULT register_event(HANDLE event, DWORD count, const PEER_COLLAB_EVENT_REGISTRATION *wanted,
                              HPEEREVENT *handle)
{
    Registration *registration = calloc(1, sizeof *registration);
    if (!registration)
        return E_OUTOFMEMORY;
    registration->wanted = calloc(count, sizeof *registration->wanted);
    if (registration->wanted)
        registration->handle = handle_open(KIND_REGISTRATION, registration);
    if (!registration->handle) {
        free(registration->wanted);
        free(registration);
        return E_OUTOFMEMORY;
    }
    for (DWORD i = 0; i < count; i++) {
        registration->wanted[i].type = wanted[i].eventType;
        registration->wanted[i].filtered = wanted[i].pInstance && honours_filter(wanted[i].eventType);
        if (wanted[i].pInstance)
            registration->wanted[i].instance = *wanted[i].pInstance;
    }
    registration->event = event;
    registration->count = count;
    registration->last = &registration->first;
    live++;
    *handle = registration->handle;
    return S_OK;
}

HRESULT WINAPI PeerCollabRegisterEvent(HANDLE hEvent, DWORD cEventRegistration,
                                       PEER_COLLAB_EVENT_REGISTRATION *pEventRegistrations,
                                       HPEEREVENT *phPeerEvent)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabRegisterEvent, NEEDS_STARTUP);
    if (phPeerEvent)
        *phPeerEvent = out_unset();
    if (SUCCEEDED(hr))
        hr = check_registrations(hEvent, cEventRegistration, pEventRegistrations, phPeerEvent);
    if (SUCCEEDED(hr))
        hr = register_event(hEvent, cEventRegistration, pEventRegistrations, phPeerEvent);
    return call_leave(&call, hr);
}

static HRESULT next_event(Registration *registration, const char *owner, PEER_COLLAB_EVENT_DATA **data)
{
    if (!registration->first) {
        *data = NULL;
        return PEER_S_NO_EVENT_DATA;
    }
    const PEER_COLLAB_EVENT_DATA *event = registration->first->data;
    *data = block_copy(shape_of_event(event->eventType), event, owner);
    if (!*data)
        return E_OUTOFMEMORY;
    release(take_first(registration));
    return S_OK;
}

HRESULT WINAPI PeerCollabGetEventData(HPEEREVENT hPeerEvent, PPEER_COLLAB_EVENT_DATA *ppEventData)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabGetEventData, NEEDS_STARTUP);
    if (ppEventData)
        *ppEventData = out_unset();
    if (SUCCEEDED(hr)) {
        Registration *registration = handle_object(KIND_REGISTRATION, hPeerEvent, call.name);
        hr = registration && ppEventData ? next_event(registration, call.name, ppEventData) : E_INVALIDARG;
    }
    return call_leave(&call, hr);
}

HRESULT WINAPI PeerCollabUnregisterEvent(HPEEREVENT hPeerEvent)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabUnregisterEvent, NEEDS_STARTUP);
    if (SUCCEEDED(hr)) {
        Registration *registration = handle_object(KIND_REGISTRATION, hPeerEvent, call.name);
        hr = registration ? S_OK : E_INVALIDARG;
        if (registration)
            destroy(registration);
    }
    return call_leave(&call, hr);
}

/* ---- short forms: changes of the user have a NULL endpoint ---- */

void events_raise_request(const PEER_ENDPOINT *endpoint, HRESULT result)
{
    PEER_COLLAB_EVENT_DATA event = {.eventType = PEER_EVENT_REQUEST_STATUS_CHANGED};
    event.requestStatusChangedData.pEndpoint = (PEER_ENDPOINT *)endpoint;
    event.requestStatusChangedData.hrChange = result;
    events_raise(&event);
}

void events_raise_person(PEER_CHANGE_TYPE change, const PEER_PEOPLE_NEAR_ME *person)
{
    PEER_COLLAB_EVENT_DATA event = {.eventType = PEER_EVENT_PEOPLE_NEAR_ME_CHANGED};
    event.peopleNearMeChangedData.changeType = change;
    event.peopleNearMeChangedData.pPeopleNearMe = (PEER_PEOPLE_NEAR_ME *)person;
    events_raise(&event);
}

void events_raise_watchlist(PEER_CHANGE_TYPE change, const PEER_CONTACT *contact)
{
    PEER_COLLAB_EVENT_DATA event = {.eventType = PEER_EVENT_WATCHLIST_CHANGED};
    event.watchListChangedData.pContact = (PEER_CONTACT *)contact;
    event.watchListChangedData.changeType = change;
    events_raise(&event);
}

void events_raise_endpoint(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint)
{
    PEER_COLLAB_EVENT_DATA event = {
        .eventType = endpoint ? PEER_EVENT_ENDPOINT_CHANGED : PEER_EVENT_MY_ENDPOINT_CHANGED};
    event.endpointChangedData.pContact = (PEER_CONTACT *)contact;
    event.endpointChangedData.pEndpoint = (PEER_ENDPOINT *)endpoint;
    events_raise(&event);
}

void events_raise_presence(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint,
                           PEER_CHANGE_TYPE change, const PEER_PRESENCE_INFO *presence)
{
    PEER_COLLAB_EVENT_DATA event = {
        .eventType = endpoint ? PEER_EVENT_ENDPOINT_PRESENCE_CHANGED : PEER_EVENT_MY_PRESENCE_CHANGED};
    event.presenceChangedData.pContact = (PEER_CONTACT *)contact;
    event.presenceChangedData.pEndpoint = (PEER_ENDPOINT *)endpoint;
    event.presenceChangedData.changeType = change;
    event.presenceChangedData.pPresenceInfo = (PEER_PRESENCE_INFO *)presence;
    events_raise(&event);
}

void events_raise_application(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint,
                              PEER_CHANGE_TYPE change, const PEER_APPLICATION *application)
{
    PEER_COLLAB_EVENT_DATA event = {
        .eventType = endpoint ? PEER_EVENT_ENDPOINT_APPLICATION_CHANGED : PEER_EVENT_MY_APPLICATION_CHANGED};
    event.applicationChangedData.pContact = (PEER_CONTACT *)contact;
    event.applicationChangedData.pEndpoint = (PEER_ENDPOINT *)endpoint;
    event.applicationChangedData.changeType = change;
    event.applicationChangedData.pApplication = (PEER_APPLICATION *)application;
    events_raise(&event);
}

void events_raise_object(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint,
                         PEER_CHANGE_TYPE change, const PEER_OBJECT *object)
{
    PEER_COLLAB_EVENT_DATA event = {
        .eventType = endpoint ? PEER_EVENT_ENDPOINT_OBJECT_CHANGED : PEER_EVENT_MY_OBJECT_CHANGED};
    event.objectChangedData.pContact = (PEER_CONTACT *)contact;
    event.objectChangedData.pEndpoint = (PEER_ENDPOINT *)endpoint;
    event.objectChangedData.changeType = change;
    event.objectChangedData.pObject = (PEER_OBJECT *)object;
    events_raise(&event);
}

/* ---- for other modules ---- */

ULONG events_live(void)
{
    return live;
}

void events_report_leftover(const char *when)
{
    if (live)
        violation("left-over: %lu event registration(s) not unregistered at %s", live, when);
}

void events_close_all(void)
{
    size_t cursor = 0;
    for (Registration *next; (next = handle_next(KIND_REGISTRATION, &cursor));)
        destroy(next);
}
