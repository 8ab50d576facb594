import type { Application } from './application.ts';
import type { CollaborationObject } from './collaboration-object.ts';
import type { Contact } from './contact.ts';
import type { Endpoint } from './endpoint.ts';
import type { Guid } from './guid.ts';
import type { PersonNearMe } from './person-near-me.ts';
import type { Presence } from './presence.ts';

/** `PEER_CHANGE_TYPE`. */
export type ChangeType = 'added' | 'deleted' | 'updated';

interface Source {
  readonly contact?: Contact;
  /** Absent in the `my…` events when it is this machine. */
  readonly endpoint?: Endpoint;
}

/** Something that happened around this side: one member for each of the 11 types of `PEER_COLLAB_EVENT_TYPE`. */
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
      /** Result of the refresh or subscription. Negative results are failures. */
      readonly hresult: number;
    };

export type CollaborationEventType = CollaborationEvent['type'];

/** Which events to hear of. */
export interface CollaborationEventFilter {
  readonly type: CollaborationEventType;
  /** Only this application or object; honoured for the application and object types. */
  readonly instanceId?: Guid;
}
