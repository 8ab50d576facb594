import type { CollaborationEvent } from '../contract/collaboration-events.ts';

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

/**
 * Copies an object together with its data. The copy of the data is a plain `Uint8Array`, and shares
 * no memory.
 */
export function withOwnData<T extends object>(value: T & { readonly data?: Uint8Array }): T {
  return value.data === undefined ? value : { ...value, data: new Uint8Array(value.data) };
}
