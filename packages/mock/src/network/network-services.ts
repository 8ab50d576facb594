import type { SchedulerLike } from 'rxjs';
import type { FaultList } from './fault-list.ts';
import type { InvitationId, Message } from './message.ts';

/** What the members of a network share. */
export interface NetworkServices {
  readonly scheduler: SchedulerLike;
  /** The time of the scheduler in milliseconds since some moment. It never goes back. */
  readonly now: () => number;
  readonly faults: FaultList;
  /** How long after its expiry an answer that is under way waits for the sender's word. */
  readonly confirmationTimeoutMs: number;
  readonly send: (from: string, to: string, message: Message) => void;
  readonly nextId: () => InvitationId;
}
