import type { Endpoint } from '../contract/endpoint.ts';

/**
 * What the sender's Observable emits, in this order; some may be left out.
 *
 * | state | when | final |
 * |---|---|---|
 * | `sending` | on subscribe | |
 * | `pending` | the adapter has taken it; no answer yet | |
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
      readonly state: 'accepted' | 'declined';
      /** Which endpoint answered. */
      readonly endpoint: Endpoint;
      readonly message?: string;
    }
  | { readonly state: 'expired' }
  | { readonly state: 'cancelled' };

/** Whether nothing follows `status`. */
export function isFinalInvitationStatus(status: InvitationStatus): status is FinalInvitationStatus {
  return status.state !== 'sending' && status.state !== 'pending' && status.state !== 'delivered';
}
