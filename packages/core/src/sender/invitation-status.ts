import type { Endpoint } from '../contract/endpoint.ts';
import type { CancelReason } from '../contract/invitations.ts';

/**
 * The statuses that the sender's Observable emits, in this order; some may be left out.
 *
 * | state | when | final |
 * |---|---|---|
 * | `sending` | on subscribe | |
 * | `pending` | the adapter has the invitation; no answer yet | |
 * | `delivered` | the recipient's side has shown it; only from adapters with `reportsDelivery` | |
 * | `accepted`, `declined` | the recipient answered | yes |
 * | `expired` | nobody answered in time | yes |
 * | `cancelled` | the sender's signal aborted before an answer | yes |
 */
export type InvitationStatus =
  | { readonly state: 'sending' }
  | { readonly state: 'pending' }
  | { readonly state: 'delivered' }
  | FinalInvitationStatus;

/** A status after which nothing follows. */
export type FinalInvitationStatus =
  | {
      readonly state: 'accepted';
      /** Which endpoint answered. */
      readonly endpoint: Endpoint;
      /** From the person: at most 255 UTF-16 units. Only from adapters with `carriesReply`. */
      readonly message?: string;
      /**
       * From the application: at most 16 384 bytes, a copy for this subscriber. Only from adapters
       * with `carriesReply`.
       */
      readonly data?: Uint8Array;
      /** Names the invitation for its channel. Only from adapters with the table `channels`. */
      readonly invitationId?: string;
    }
  | {
      readonly state: 'declined';
      /** Which endpoint answered. */
      readonly endpoint: Endpoint;
      /** From the person: at most 255 UTF-16 units. */
      readonly message?: string;
    }
  | { readonly state: 'expired' }
  | { readonly state: 'cancelled' };

// The statuses without content, the same object each time.
export const SENDING = Object.freeze({ state: 'sending' } as const);
export const PENDING = Object.freeze({ state: 'pending' } as const);
export const DELIVERED = Object.freeze({ state: 'delivered' } as const);
export const EXPIRED = Object.freeze({ state: 'expired' } as const);
export const CANCELLED = Object.freeze({ state: 'cancelled' } as const);

/** How an invitation without an answer ends. */
export function endOfWait(reason: CancelReason | undefined): FinalInvitationStatus {
  return reason === 'expired' ? EXPIRED : CANCELLED;
}

/** The states that are not final, in their order. */
export const PROGRESS: readonly InvitationStatus['state'][] = ['sending', 'pending', 'delivered'];

/** Whether nothing follows `status`. */
export function isFinalInvitationStatus(status: InvitationStatus): status is FinalInvitationStatus {
  return !PROGRESS.includes(status.state);
}
