import type { Contact } from '../domain/contact.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { EMPTY_GUID, parseGuid } from '../domain/guid.ts';
import type { Invitation } from '../domain/invitation.ts';
import { LIMITS } from '../domain/limits.ts';
import type { AbortSignalLike } from './abort-signal.ts';

/**
 * Whom to invite: whoever is at an endpoint, or a contact whose identity is verified. A contact
 * without an endpoint is invited at all its endpoints at once.
 */
export type InvitationTarget =
  | { readonly endpoint: Endpoint; readonly contact?: undefined }
  | { readonly contact: Contact; readonly endpoint?: Endpoint };

/** What {@link sendInvitation} needs. */
export interface SendRequest {
  readonly to: InvitationTarget;
  /** GUID of the application to run together, in any usual notation. */
  readonly applicationId: string;
  /** For the person: at most 255 UTF-16 units. */
  readonly message?: string;
  /** For the application: at most 16 384 bytes. */
  readonly data?: Uint8Array;
}

/** What {@link invite} needs. It is read, and `data` copied, when `invite` is called. */
export interface InviteRequest extends SendRequest {
  /**
   * How long to wait for an answer, in milliseconds, from the moment of subscription. When it has
   * passed, the invitation is cancelled and the status is `expired`. Without it the adapter's own
   * limit holds (5 minutes).
   */
  readonly expiresInMs?: number;
  /** Asks for the response every so many milliseconds, in place of an event handle. */
  readonly pollIntervalMs?: number;
  /** Cancels the invitation when it aborts; the status is then `cancelled`. */
  readonly signal?: AbortSignalLike;
}

/** A request whose every part has been checked. */
export interface CheckedRequest {
  readonly to: InvitationTarget;
  readonly invitation: Invitation;
}

/**
 * Checks what is to be sent.
 *
 * @throws RangeError for a message, data or time over its limit.
 * @throws TypeError for anything of the wrong form.
 */
export function checkSendRequest(operation: string, request: SendRequest): CheckedRequest {
  const { to, applicationId, message, data } = request;
  checkTarget(operation, to);
  const id = parseGuid(applicationId);
  if (id === EMPTY_GUID) throw new TypeError(`${operation}: applicationId is the empty GUID.`);
  checkMessage(operation, message);
  return {
    to,
    invitation: {
      applicationId: id,
      ...(message === undefined ? {} : { message }),
      ...(data === undefined ? {} : { data: checkedCopy(operation, data) }),
    },
  };
}

/** {@link checkSendRequest} with the times and the signal of an {@link InviteRequest}. */
export function checkInviteRequest(operation: string, request: InviteRequest): CheckedRequest {
  const { to, invitation } = checkSendRequest(operation, request);
  const { expiresInMs, pollIntervalMs, signal } = request;
  checkDuration(operation, 'expiresInMs', expiresInMs);
  checkDuration(operation, 'pollIntervalMs', pollIntervalMs);
  if (signal !== undefined && typeof signal.addEventListener !== 'function') {
    throw new TypeError(`${operation}: signal is not an AbortSignal.`);
  }
  return {
    to,
    invitation: { ...invitation, ...(expiresInMs === undefined ? {} : { expiresInMs }) },
  };
}

/**
 * Checks a text for the person at the other side.
 *
 * @throws RangeError when it is longer than 255 UTF-16 units.
 * @throws TypeError when it is not well-formed text, or holds U+0000, where Windows would cut it.
 */
export function checkMessage(operation: string, message: string | undefined): void {
  if (message === undefined) return;
  if (typeof message !== 'string') throw new TypeError(`${operation}: message is not a string.`);
  if (message.length > LIMITS.messageUtf16Units) {
    throw new RangeError(
      `${operation}: message has ${message.length} UTF-16 units; the limit is ${LIMITS.messageUtf16Units}.`,
    );
  }
  if (message.includes('\0')) {
    throw new TypeError(`${operation}: message holds U+0000, where Windows would cut it.`);
  }
  if (LONE_SURROGATE.test(message)) {
    throw new TypeError(
      `${operation}: message holds half of a surrogate pair; was it cut in the middle of a character?`,
    );
  }
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function checkTarget(operation: string, to: InvitationTarget): void {
  const { contact, endpoint } = (to ?? {}) as Partial<InvitationTarget>;
  if (contact === undefined && endpoint === undefined) {
    throw new TypeError(`${operation}: to names neither an endpoint nor a contact.`);
  }
  if (endpoint !== undefined && !isFilledText(endpoint.address)) {
    throw new TypeError(`${operation}: the endpoint has no address.`);
  }
  if (contact !== undefined && !isFilledText(contact.peerName)) {
    throw new TypeError(`${operation}: the contact has no peerName.`);
  }
}

function checkedCopy(operation: string, data: Uint8Array): Uint8Array {
  if (!isUint8Array(data)) throw new TypeError(`${operation}: data is not a Uint8Array.`);
  if (data.byteLength > LIMITS.invitationDataBytes) {
    throw new RangeError(
      `${operation}: data has ${data.byteLength} bytes; the limit is ${LIMITS.invitationDataBytes}.`,
    );
  }
  return Uint8Array.from(data);
}

function checkDuration(operation: string, name: string, value: number | undefined): void {
  if (value === undefined) return;
  if (typeof value !== 'number' || !(value > 0 && value <= LIMITS.timerMs)) {
    throw new RangeError(
      `${operation}: ${name} is ${String(value)}; it is a number of milliseconds from 1 to ${LIMITS.timerMs}.`,
    );
  }
}

// Not instanceof: a page's frame and a test runner's sandbox have a Uint8Array of their own.
function isUint8Array(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Uint8Array]';
}

function isFilledText(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0;
}
