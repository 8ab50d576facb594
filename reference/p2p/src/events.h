/* Event registrations, each with a queue of its own. */
#pragma once

#include "base.h"

/* Copies the event to every registration that it concerns, and signals each of
 * them. Callers hold the state lock. */
void events_raise(const PEER_COLLAB_EVENT_DATA *event);

/* Short forms of the events that the DLL raises itself. */
void events_raise_request(const PEER_ENDPOINT *endpoint, HRESULT result);
void events_raise_person(PEER_CHANGE_TYPE change, const PEER_PEOPLE_NEAR_ME *person);
void events_raise_watchlist(PEER_CHANGE_TYPE change, const PEER_CONTACT *contact);
void events_raise_endpoint(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint);
void events_raise_presence(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint,
                           PEER_CHANGE_TYPE change, const PEER_PRESENCE_INFO *presence);
void events_raise_application(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint,
                              PEER_CHANGE_TYPE change, const PEER_APPLICATION *application);
void events_raise_object(const PEER_CONTACT *contact, const PEER_ENDPOINT *endpoint,
                         PEER_CHANGE_TYPE change, const PEER_OBJECT *object);

ULONG events_live(void);
void events_report_leftover(const char *when);
void events_close_all(void);
