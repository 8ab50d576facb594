import type { Contact } from './contact.ts';
import type { Endpoint } from './endpoint.ts';
import type { Guid } from './guid.ts';

/** Who sent an invitation. */
export interface Inviter {
  /** Where it came from; its `name` is the sender's own claim. */
  readonly endpoint: Endpoint;
  /** The identity behind the endpoint, where the adapter knows one. */
  readonly contact?: Contact;
  /** Whether the sender proved the identity in `contact` with its key. */
  readonly isVerified: boolean;
}

/** An invitation as it lies in the inbox. Plain data. */
export interface ReceivedInvitation {
  /** Names the invitation within its adapter. */
  readonly id: string;
  readonly from: Inviter;
  readonly applicationId: Guid;
  readonly message?: string;
  readonly data?: Uint8Array;
  /** When it expires, in milliseconds since 1970 by the clock of the recipient's adapter. */
  readonly expiresAt: number;
}

/**
 * Where a received invitation stands.
 *
 * | state | meaning |
 * |---|---|
 * | `pending` | it can be answered |
 * | `accepted`, `declined` | answered, and the sender has it |
 * | `withdrawn` | the sender took it back, or is gone |
 * | `expired` | nobody answered in time |
 * | `answeredElsewhere` | another subscriber, another endpoint of this person, or this side's own invitation to the sender answered it |
 */
export interface ReceivedInvitationStatus {
  readonly state:
    'pending' | 'accepted' | 'declined' | 'withdrawn' | 'expired' | 'answeredElsewhere';
}
