import type { Contact } from '../domain/contact.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type {
  CancelReason,
  Invitation,
  InvitationResponse,
  Unanswered,
} from '../domain/invitation.ts';
import type { EventHandle } from './event-handle.ts';

/** The sender's functions. An adapter takes an invitation at once and connects in the background. */
export interface InvitationFunctions {
  /** Whether {@link InvitationHandle.response} can say `'delivered'`. */
  readonly reportsDelivery: boolean;

  /**
   * Sends an invitation to whoever is at `endpoint` (`PeerCollabAsyncInviteEndpoint`).
   * Signals `event` whenever the invitation's status changes.
   *
   * Rejects with `INVALID_ARGUMENT` for an address that cannot be parsed, `NOT_INITIALIZED` when the
   * adapter is not open; then nothing has been sent. What goes wrong later, {@link InvitationHandle.response} tells.
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
