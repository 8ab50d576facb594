import type { Contact } from './contacts.ts';
import type { Endpoint } from './endpoint.ts';
import type { EventHandle } from './event-handle.ts';
import type { Guid } from './guid.ts';

/** The offer of a sender: an application to run together, with a message and data for the recipient. */
export interface Invitation {
  /** The application that both sides have. */
  readonly applicationId: Guid;
  /** For the person: at most 255 UTF-16 units. */
  readonly message?: string;
  /** For the application: at most 16 384 bytes. */
  readonly data?: Uint8Array;
  /**
   * Time until the sender stops waiting, in milliseconds. An adapter shows it to the recipient where it
   * can carry it; Windows cannot. Default: the adapter's own limit (5 minutes).
   */
  readonly expiresInMs?: number;
}

/** The response of the recipient's side to an invitation. */
export type InvitationResponse =
  /**
   * `message` and `data` only from adapters with `carriesReply`. `invitationId` names the invitation within
   * this adapter, for its table `channels`.
   */
  | {
      readonly action: 'accepted';
      readonly message?: string;
      readonly data?: Uint8Array;
      readonly invitationId?: string;
    }
  | { readonly action: 'declined'; readonly message?: string }
  | { readonly action: 'expired' }
  /** The recipient's side failed to process it; `hresult` is `hrExtendedInfo`. */
  | { readonly action: 'error'; readonly hresult?: number; readonly message?: string };

/**
 * The status of an invitation without a response. `'delivered'` only from adapters with
 * `reportsDelivery`.
 */
export type Unanswered = 'pending' | 'delivered';

/**
 * Why a sender takes an invitation back. The recipient is told, where the adapter can.
 * `'answeredElsewhere'`: another endpoint of the same contact accepted first.
 */
export type CancelReason = 'withdrawn' | 'expired' | 'answeredElsewhere';

/**
 * The sender's functions. An adapter replies at once and connects in the background. None of the
 * functions needs signing in.
 */
export interface InvitationFunctions {
  /** Whether {@link InvitationHandle.response} can say `'delivered'`. */
  readonly reportsDelivery: boolean;

  /** Whether a recipient's `accept()` can carry a message and data back. Windows carries neither. */
  readonly carriesReply: boolean;

  /**
   * Sends an invitation to the peer at `endpoint` (`PeerCollabAsyncInviteEndpoint`).
   * Signals `event` whenever the invitation's status changes.
   *
   * Rejects with `INVALID_ARGUMENT` for an address that cannot be parsed or that is this side's own;
   * nothing has been sent then. {@link InvitationHandle.response} reports every later failure.
   */
  inviteEndpoint(
    endpoint: Endpoint,
    invitation: Invitation,
    event?: EventHandle,
  ): PromiseLike<InvitationHandle>;

  /**
   * Sends an invitation to `endpoint` if `contact` proves to be there (`PeerCollabAsyncInviteContact`).
   * Otherwise nothing is delivered, and {@link InvitationHandle.response} rejects with `UNREACHABLE`.
   */
  inviteContact(
    contact: Contact,
    endpoint: Endpoint,
    invitation: Invitation,
    event?: EventHandle,
  ): PromiseLike<InvitationHandle>;

  /**
   * {@link inviteEndpoint} without a handle: resolves when the adapter has the invitation. The
   * response is discarded.
   */
  sendToEndpoint(endpoint: Endpoint, invitation: Invitation): PromiseLike<void>;

  /** {@link inviteContact} without a handle. */
  sendToContact(contact: Contact, endpoint: Endpoint, invitation: Invitation): PromiseLike<void>;
}

/** One sent invitation (`phInvitation`). */
export interface InvitationHandle {
  /**
   * The response, or the status without one (`PeerCollabGetInvitationResponse`). Never waits for the
   * recipient. Can be called again after the response: the result is the same.
   *
   * An answer counts once this function has returned it. Before that, {@link cancel} still takes the
   * invitation back. The recipient is told which of the two came first. Windows decides earlier: an
   * answer counts there once it has reached the sender's system.
   *
   * Rejects with a `CollaborationError` when the invitation has failed. After {@link cancel} it
   * rejects with the HRESULT `PEER_E_INVITE_CANCELLED`, unless an answer counts already.
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
