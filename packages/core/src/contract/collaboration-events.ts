import type { CollaborationErrorCode } from '../errors/collaboration-error.ts';
import type { Application } from './applications.ts';
import type { Contact } from './contacts.ts';
import type { Endpoint } from './endpoint.ts';
import type { ChangeQueue, EventHandle } from './event-handle.ts';
import type { Guid } from './guid.ts';
import type { CollaborationObject } from './objects.ts';
import type { PersonNearMe } from './people-near-me.ts';
import type { Presence } from './presence.ts';

/** `PEER_CHANGE_TYPE`. */
export type ChangeType = 'added' | 'deleted' | 'updated';

interface Source {
  readonly contact?: Contact;
  /** In a `my…` event: absent when the endpoint is this machine. */
  readonly endpoint?: Endpoint;
}

/** A change around this side, of one of the 11 types of `PEER_COLLAB_EVENT_TYPE`. */
export type CollaborationEvent =
  | { readonly type: 'watchListChanged'; readonly contact?: Contact; readonly change: ChangeType }
  | (Source & { readonly type: 'endpointChanged' | 'myEndpointChanged' })
  | (Source & {
      readonly type: 'endpointPresenceChanged' | 'myPresenceChanged';
      readonly change: ChangeType;
      readonly presence?: Presence;
    })
  | (Source & {
      readonly type: 'endpointApplicationChanged' | 'myApplicationChanged';
      readonly change: ChangeType;
      readonly application?: Application;
    })
  | (Source & {
      readonly type: 'endpointObjectChanged' | 'myObjectChanged';
      readonly change: ChangeType;
      readonly object?: CollaborationObject;
    })
  | {
      readonly type: 'peopleNearMeChanged';
      readonly change: ChangeType;
      /** Absent: this user signed in (`added`) or out (`deleted`). */
      readonly person?: PersonNearMe;
    }
  | {
      readonly type: 'requestStatusChanged';
      readonly endpoint?: Endpoint;
      /** Why the refresh or subscription failed; absent when it succeeded. */
      readonly error?: CollaborationErrorCode;
    };

/** The types of {@link CollaborationEvent}. The list does not compile when a type is missing. */
export const COLLABORATION_EVENT_TYPES = Object.freeze(
  Object.keys({
    watchListChanged: true,
    endpointChanged: true,
    endpointPresenceChanged: true,
    endpointApplicationChanged: true,
    endpointObjectChanged: true,
    myEndpointChanged: true,
    myPresenceChanged: true,
    myApplicationChanged: true,
    myObjectChanged: true,
    peopleNearMeChanged: true,
    requestStatusChanged: true,
  } satisfies Readonly<Record<CollaborationEventType, true>>),
) as readonly CollaborationEventType[];

export type CollaborationEventType = CollaborationEvent['type'];

/** Selects events by their type, and by what they are about. */
export interface CollaborationEventFilter {
  readonly type: CollaborationEventType;
  /** Only of the endpoint with this address. An event that names no endpoint does not match. */
  readonly endpoint?: Endpoint;
  /** Only this application or object; honoured for the application and object types. */
  readonly instanceId?: Guid;
}

export interface CollaborationEventFunctions {
  /**
   * Opens a queue of the changes from here on that match one of `filters` (`PeerCollabRegisterEvent`,
   * `PeerCollabGetEventData` until `PEER_S_NO_EVENT_DATA`). Signals `event` after each change. Works
   * without signing in; few changes happen then.
   */
  changes(
    filters: readonly CollaborationEventFilter[],
    event: EventHandle,
  ): PromiseLike<ChangeQueue<CollaborationEvent>>;
}
