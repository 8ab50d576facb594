import type {
  Application,
  ChangeType,
  CollaborationObject,
  Contact,
  Endpoint,
  Guid,
  Presence,
} from '@beckon/core';
import type { DirectoryMessage } from '../wire/directory-message.ts';
import { unexpected } from '../wire/protocol-violation.ts';

/** Most applications that one peer shows (64 for its user and 64 for all users), and most objects. */
const MAX_ITEMS = 128;

/** A change of what a peer shows: an event without its source. */
export type PeerChange =
  | { readonly type: 'endpointChanged' }
  | {
      readonly type: 'endpointPresenceChanged';
      readonly change: ChangeType;
      readonly presence: Presence;
    }
  | {
      readonly type: 'endpointApplicationChanged';
      readonly change: ChangeType;
      readonly application: Application;
    }
  | {
      readonly type: 'endpointObjectChanged';
      readonly change: ChangeType;
      readonly object: CollaborationObject;
    };

/** The data that a peer has shown of itself so far. */
export class PeerState {
  name: string | undefined;
  card: string | undefined;
  presence: Presence = { status: 'online' };
  readonly applications = new Map<Guid, Application>();
  readonly objects = new Map<Guid, CollaborationObject>();

  copy(): PeerState {
    const copy = new PeerState();
    copy.name = this.name;
    copy.card = this.card;
    copy.presence = this.presence;
    for (const [id, application] of this.applications) copy.applications.set(id, application);
    for (const [id, object] of this.objects) copy.objects.set(id, object);
    return copy;
  }

  /**
   * Applies a message. Returns the change, if there is one.
   *
   * @throws ProtocolViolation when the peer shows more than anybody may.
   */
  apply(message: DirectoryMessage): PeerChange | undefined {
    switch (message.kind) {
      case 'endpoint':
        this.name = message.name;
        this.card = message.card;
        return { type: 'endpointChanged' };
      case 'presence':
        this.presence = message.presence;
        return { type: 'endpointPresenceChanged', change: 'updated', presence: this.presence };
      case 'application': {
        const { application } = message;
        const change = put(this.applications, application, message);
        return { type: 'endpointApplicationChanged', change, application };
      }
      case 'object': {
        const { object } = message;
        const change = put(this.objects, object, message);
        return { type: 'endpointObjectChanged', change, object };
      }
      case 'applicationRemoved': {
        const application = take(this.applications, message.id);
        if (application === undefined) return undefined;
        return { type: 'endpointApplicationChanged', change: 'deleted', application };
      }
      case 'objectRemoved': {
        const object = take(this.objects, message.id);
        if (object === undefined) return undefined;
        return { type: 'endpointObjectChanged', change: 'deleted', object };
      }
      default:
        throw unexpected(message.kind);
    }
  }
}

/** The known data of an endpoint, and of the contact there. */
export interface SeenEndpoint {
  readonly endpoint: Endpoint;
  readonly contact: Contact;
  readonly state: PeerState;
}

/** The data of an endpoint that is gone, as offline. */
export function offline({ endpoint, contact, state }: SeenEndpoint): SeenEndpoint {
  const left = new PeerState();
  left.name = state.name;
  left.presence = { status: 'offline' };
  return { endpoint, contact, state: left };
}

function put<Item extends { readonly id: Guid }>(
  items: Map<Guid, Item>,
  item: Item,
  { kind }: DirectoryMessage,
): 'added' | 'updated' {
  const change = items.has(item.id) ? 'updated' : 'added';
  if (change === 'added' && items.size >= MAX_ITEMS) throw unexpected(kind);
  items.set(item.id, item);
  return change;
}

function take<Item>(items: Map<Guid, Item>, id: Guid): Item | undefined {
  const item = items.get(id);
  items.delete(id);
  return item;
}
