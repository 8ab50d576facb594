import type { Contact } from '../contract/contacts.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import {
  checkDuration,
  checkEndpoint,
  checkInvitationData,
  checkMessage,
  checkPeerName,
} from '../checks.ts';
import { EMPTY_GUID, type Guid, isGuid, parseGuid } from '../contract/guid.ts';
import type { Invitation } from '../contract/invitations.ts';
import type { AbortSignalLike } from './abort-signal.ts';

/**
 * The peer to invite: anybody at an endpoint, or a contact. A contact must prove the `peerName`. A contact
 * without an endpoint is invited at all its endpoints at once.
 */
export type InvitationTarget =
  | { readonly endpoint: Endpoint; readonly contact?: undefined }
  | { readonly contact: Contact; readonly endpoint?: Endpoint };

/** The request of `sendInvitation`. */
export interface SendRequest {
  readonly to: InvitationTarget;
  /**
   * GUID of the application to run together, with or without braces. Make one with `createGuid()`, once,
   * and write it into your source: both sides must have the same.
   */
  readonly applicationId: string;
  /** For the person: at most 255 UTF-16 units. */
  readonly message?: string;
  /** For the application: at most 16 384 bytes. */
  readonly data?: Uint8Array;
  /**
   * How long the invitation waits for an answer, in milliseconds, also for a recipient who is away, where the
   * adapter can keep it. Default: the adapter's own limit (5 minutes). Windows has a limit of its own.
   */
  readonly expiresInMs?: number;
}

/** The request of `invite` and `inviteAsync`. It is read, and `data` copied, at the call. */
export interface InviteRequest extends SendRequest {
  /**
   * Time to wait for an answer, in milliseconds, from the moment of subscription. After it, the invitation
   * is cancelled and the status is `expired`. Default: the adapter's own limit (5 minutes).
   */
  readonly expiresInMs?: number;
  /** Asks for the response at this interval, in milliseconds, and makes no event handle. */
  readonly pollIntervalMs?: number;
  /**
   * Cancels the invitation when it aborts; the status is then `cancelled`. Any number of invitations
   * can share one signal.
   */
  readonly signal?: AbortSignalLike;
}

/** A request after all checks. */
export interface CheckedRequest {
  readonly to: InvitationTarget;
  readonly invitation: Writable<Invitation>;
}

/**
 * Checks a request to send.
 *
 * @throws RangeError for a message, data or time over its limit.
 * @throws TypeError for anything of the wrong form.
 */
export function checkSendRequest(operation: string, request: SendRequest): CheckedRequest {
  const { to, applicationId, message, data, expiresInMs } = request;
  checkTarget(operation, to);
  checkMessage(operation, message);
  checkInvitationData(operation, data);
  if (expiresInMs !== undefined) checkDuration(operation, 'expiresInMs', expiresInMs);
  const invitation: Writable<Invitation> = {
    applicationId: readApplicationId(operation, applicationId),
  };
  if (message !== undefined) invitation.message = message;
  if (data !== undefined) invitation.data = new Uint8Array(data);
  if (expiresInMs !== undefined) invitation.expiresInMs = expiresInMs;
  return { to, invitation };
}

/** {@link checkSendRequest} with the times and the signal of an {@link InviteRequest}. */
export function checkInviteRequest(operation: string, request: InviteRequest): CheckedRequest {
  const { pollIntervalMs, signal } = request;
  const checked = checkSendRequest(operation, request);
  if (pollIntervalMs !== undefined) checkDuration(operation, 'pollIntervalMs', pollIntervalMs);
  if (signal !== undefined && typeof signal.addEventListener !== 'function') {
    throw new TypeError(`${operation}: signal is not an AbortSignal.`);
  }
  return checked;
}

function readApplicationId(operation: string, text: string): Guid {
  if (isGuid(text) && text !== EMPTY_GUID) return text;
  try {
    const id = parseGuid(text);
    if (id !== EMPTY_GUID) return id;
    throw new TypeError('The empty GUID names nothing.');
  } catch (cause) {
    throw new TypeError(
      `${operation}: applicationId is wrong. ${(cause as TypeError).message} Make one with createGuid(); both sides need the same.`,
      { cause },
    );
  }
}

type Writable<T> = { -readonly [Member in keyof T]: T[Member] };

function checkTarget(operation: string, to: InvitationTarget): void {
  const { contact, endpoint } = (to ?? {}) as Partial<InvitationTarget>;
  if (contact === undefined && endpoint === undefined) {
    throw new TypeError(`${operation}: to names neither an endpoint nor a contact.`);
  }
  if (endpoint !== undefined) checkEndpoint(operation, 'to.endpoint', endpoint);
  if (contact !== undefined) checkPeerName(operation, 'to.contact', contact);
}
