import type {
  CollaborationEvent,
  CollaborationEventFilter,
} from '../domain/collaboration-event.ts';
import type { EventHandle } from './event-handle.ts';
import type { Registration } from './registration.ts';

export interface EventFunctions {
  /**
   * Signals `event` when something in `filters` happens (`PeerCollabRegisterEvent`). Each registration
   * gets its own copy (`PeerCollabGetEventData` until `PEER_S_NO_EVENT_DATA`).
   */
  register(
    filters: readonly CollaborationEventFilter[],
    event: EventHandle,
  ): PromiseLike<Registration<CollaborationEvent>>;
}
