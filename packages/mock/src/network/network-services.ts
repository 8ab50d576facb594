import type { SchedulerLike } from 'rxjs';
import type { FaultList } from './fault-list.ts';
import type { InvitationId, Message } from './message.ts';

/** The services that all members of a network share. */
export interface NetworkServices {
  readonly scheduler: SchedulerLike;
  /** The time of the scheduler in milliseconds since some moment. It never goes back. */
  readonly now: () => number;
  readonly faults: FaultList;
  /**
   * How long after the expiry an answered invitation waits for the sender's confirm or withdraw.
   */
  readonly confirmationTimeoutMs: number;
  readonly send: (from: string, to: string, message: Message) => void;
  /** The addresses at which somebody is now. */
  readonly addresses: () => readonly string[];
  readonly nextId: () => InvitationId;
}
