import type { Contact } from './contacts.ts';
import type { Endpoint } from './endpoint.ts';
import type { EventHandle } from './event-handle.ts';
import type { Guid } from './guid.ts';

/** What a sender offers: the application to run together, and what to tell the recipient. */
export interface Invitation {
  /** The application that both sides have. */
  readonly applicationId: Guid;
  /** For the person: at most 255 UTF-16 units. */
  readonly message?: string;
  /** For the application: at most 16 384 bytes. */
  readonly data?: Uint8Array;
  /**
   * After how many milliseconds the sender stops waiting. Adapters that can carry it show it to the
   * recipient; Windows cannot. Without it the adapter's own limit holds (5 minutes).
   */
  readonly expiresInMs?: number;
}

/** What became of an invitation, as the recipient's side answered it. */
export type InvitationResponse =
  /** `message` and `data` only from adapters with `carriesReply`. */
  | { readonly action: 'accepted'; readonly message?: string; readonly data?: Uint8Array }
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

/**
 * The sender's functions. An adapter takes an invitation at once and connects in the background.
 * None of them needs signing in.
 */
export interface InvitationFunctions {
  /** Whether {@link InvitationHandle.response} can say `'delivered'`. */
  readonly reportsDelivery: boolean;

  /** Whether a recipient's `accept()` can carry a message and data back. Windows carries neither. */
  readonly carriesReply: boolean;

  /**
   * Sends an invitation to whoever is at `endpoint` (`PeerCollabAsyncInviteEndpoint`).
   * Signals `event` whenever the invitation's status changes.
   *
   * Rejects with `INVALID_ARGUMENT` for an address that cannot be parsed or that is this side's own;
   * then nothing has been sent. What goes wrong later, {@link InvitationHandle.response} tells.
   */
  inviteEndpoint(
    endpoint: Endpoint,
    invitation: Invitation,
    event?: EventHandle,
  ): PromiseLike<InvitationHandle>;

  /**
   * Sends an invitation to `endpoint` if `contact` proves to be there (`PeerCollabAsyncInviteContact`).
   * If not, nothing is delivered and the response is a rejection with `UNREACHABLE`.
   */
  inviteContact(
    contact: Contact,
    endpoint: Endpoint,
    invitation: Invitation,
    event?: EventHandle,
  ): PromiseLike<InvitationHandle>;

  /** {@link inviteEndpoint} without a handle: resolves when it has been taken; the response is discarded. */
  sendToEndpoint(endpoint: Endpoint, invitation: Invitation): PromiseLike<void>;

  /** {@link inviteContact} without a handle. */
  sendToContact(contact: Contact, endpoint: Endpoint, invitation: Invitation): PromiseLike<void>;
}

/** One sent invitation (`phInvitation`). */
export interface InvitationHandle {
  /**
   * The response, or why there is none yet (`PeerCollabGetInvitationResponse`). Never waits for the
   * recipient. Can be called again after the response: the result is the same.
   *
   * An answer counts from the moment this returns it: until then {@link cancel} takes the invitation
   * back, and the recipient is told which of the two came first. Windows decides earlier: there an
   * answer that reached the sender's system counts.
   *
   * Rejects with a `CollaborationError` when the invitation has failed. After {@link cancel} it
   * rejects with the HRESULT `PEER_E_INVITE_CANCELLED`, unless an answer stands.
   */
  response(): PromiseLike<InvitationResponse | Unanswered>;

  /**
   * Takes the invitation back (`PeerCollabCancelInvitation`). Before delivery the recipient never
   * sees it; after delivery it is told and can no longer answer. Does nothing when the invitation
   * has ended, or the adapter has been closed.
   */
  cancel(reason: CancelReason): PromiseLike<void>;

  /** Releases the handle, once (`PeerCollabCloseHandle`). Does not cancel. */
  close(): PromiseLike<void>;
}
