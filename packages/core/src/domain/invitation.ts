import type { Guid } from './guid.ts';

/** What a sender offers: the application to run together, and what to tell the recipient. */
export interface Invitation {
  /** The application that both sides have. */
  readonly applicationId: Guid;
  /** For the person: at most {@link LIMITS.messageUtf16Units} UTF-16 units. */
  readonly message?: string;
  /** For the application: at most {@link LIMITS.invitationDataBytes} bytes. */
  readonly data?: Uint8Array;
  /**
   * After how many milliseconds the sender stops waiting. Adapters that can carry it show it to the
   * recipient; Windows cannot. Without it the adapter's own limit holds.
   */
  readonly expiresInMs?: number;
}

/** What became of an invitation, as the recipient's side answered it. */
export type InvitationResponse =
  | { readonly action: 'accepted'; readonly message?: string }
  | { readonly action: 'declined'; readonly message?: string }
  | { readonly action: 'expired' }
  /** The recipient's side failed to process it; `hresult` is `hrExtendedInfo`. */
  | { readonly action: 'error'; readonly hresult?: number; readonly message?: string };

/** Why there is no response yet. `'delivered'` only from adapters with `reportsDelivery`. */
export type Unanswered = 'pending' | 'delivered';

/**
 * Why a sender takes an invitation back. The recipient is told, where the adapter can.
 * `'answeredElsewhere'`: another endpoint of the same contact accepted first.
 */
export type CancelReason = 'withdrawn' | 'expired' | 'answeredElsewhere';
