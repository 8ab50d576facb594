import type { CollaborationEvent } from '@beckon/core';
import { withOwnData } from '../invitations/own-data.ts';

/** Copies a contact together with its credentials. */
function ownContact<C extends { readonly credentials?: Uint8Array }>(contact: C): C {
  const { credentials } = contact;
  return credentials === undefined
    ? { ...contact }
    : { ...contact, credentials: new Uint8Array(credentials) };
}

/** Copies an event together with its bytes. */
export function ownEvent(event: CollaborationEvent): CollaborationEvent {
  switch (event.type) {
    case 'myApplicationChanged':
    case 'endpointApplicationChanged':
      return event.application === undefined
        ? event
        : { ...event, application: withOwnData(event.application) };
    case 'myObjectChanged':
    case 'endpointObjectChanged':
      return event.object === undefined ? event : { ...event, object: withOwnData(event.object) };
    case 'watchListChanged':
      return event.contact === undefined ? event : { ...event, contact: ownContact(event.contact) };
    default:
      return event;
  }
}
