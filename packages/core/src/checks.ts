import type { Endpoint } from './contract/endpoint.ts';
import type { Contact } from './contract/contacts.ts';
import { EMPTY_GUID, type Guid, isGuid } from './contract/guid.ts';
import { LIMITS } from './contract/limits.ts';

// The checks of arguments that core's functions and every adapter share. A check throws a TypeError for
// the wrong form, and a RangeError for a size or a number that is out of range. The message names the
// operation and the parameter.

/** Longest delay that a timer of JavaScript can hold, in milliseconds: 2³¹ − 1. A longer one fires at once. */
export const MAX_TIMER_MS = 2_147_483_647;

/** Checks a text for a person, or a name: a string of at most `maxUnits` UTF-16 units. */
export function checkText(
  operation: string,
  parameter: string,
  text: unknown,
  maxUnits: number,
): void {
  if (typeof text !== 'string') {
    throw new TypeError(`${operation}: ${parameter} is ${kindOf(text)}; it must be a string.`);
  }
  if (text.length > maxUnits) {
    throw new RangeError(
      `${operation}: ${parameter} has ${text.length} UTF-16 units; the limit is ${maxUnits}.`,
    );
  }
  if (!UNFIT.test(text)) return;
  throw new TypeError(
    text.includes('\0')
      ? `${operation}: ${parameter} holds U+0000, where Windows would cut it. Remove it.`
      : `${operation}: ${parameter} holds half of a surrogate pair; was it cut within a character?`,
  );
}

/** U+0000, or half of a surrogate pair. */
const UNFIT = /[\0\p{Surrogate}]/u;

/** Checks a text that must not be empty and has no documented limit, such as an address. */
export function checkName(operation: string, parameter: string, text: unknown): void {
  checkText(operation, parameter, text, Number.POSITIVE_INFINITY);
  if (text === '') throw new TypeError(`${operation}: ${parameter} is empty.`);
}

/** Checks bytes: a `Uint8Array`, also of another realm. */
export function checkBytes(
  operation: string,
  parameter: string,
  bytes: unknown,
  maxBytes: number,
  minBytes = 0,
): asserts bytes is Uint8Array {
  if (!isUint8Array(bytes)) {
    throw new TypeError(`${operation}: ${parameter} is ${kindOf(bytes)}; it must be a Uint8Array.`);
  }
  if (bytes.byteLength > maxBytes || bytes.byteLength < minBytes) {
    throw new RangeError(
      `${operation}: ${parameter} has ${bytes.byteLength} bytes; the limit is ${minBytes === 0 ? '' : `${minBytes} to `}${maxBytes}.`,
    );
  }
}

/** Checks a number of milliseconds that a timer can hold, from 1. */
export function checkDuration(operation: string, parameter: string, value: unknown): void {
  if (typeof value !== 'number' || !(value >= 1 && value <= MAX_TIMER_MS)) {
    throw new RangeError(
      `${operation}: ${parameter} is ${String(value)}; it must be a number of milliseconds from 1 to ${MAX_TIMER_MS}.`,
    );
  }
}

/** Checks a value that is true or false. */
export function checkFlag(operation: string, parameter: string, flag: unknown): void {
  if (typeof flag === 'boolean') return;
  throw new TypeError(`${operation}: ${parameter} is ${shown(flag)}; it must be true or false.`);
}

/** Checks a GUID in canonical form. `parseGuid` makes the canonical form of any usual notation. */
export function checkGuid(
  operation: string,
  parameter: string,
  guid: unknown,
): asserts guid is Guid {
  if (!isGuid(guid)) {
    throw new TypeError(
      `${operation}: ${parameter} is not a GUID in canonical form. Make it with parseGuid() or createGuid().`,
    );
  }
  if (guid === EMPTY_GUID) {
    throw new TypeError(`${operation}: ${parameter} is the empty GUID, which names nothing.`);
  }
}

/** Checks that a value is one of a list of words. */
export function checkWord(
  operation: string,
  parameter: string,
  word: unknown,
  words: readonly string[],
): void {
  if (words.includes(word as string)) return;
  throw new TypeError(
    `${operation}: ${parameter} is ${shown(word)}; it must be one of ${words.join(', ')}.`,
  );
}

/** Checks the form of an endpoint. The adapter checks the syntax of the address. */
export function checkEndpoint(operation: string, parameter: string, endpoint: unknown): void {
  checkObject(operation, parameter, endpoint);
  const { address, name } = endpoint as Partial<Endpoint>;
  checkName(operation, `${parameter}.address`, address);
  if (name !== undefined) {
    checkText(operation, `${parameter}.name`, name, LIMITS.endpointNameUtf16Units);
  }
}

/** Checks the part of a contact that names it. */
export function checkPeerName(operation: string, parameter: string, contact: unknown): void {
  checkObject(operation, parameter, contact);
  checkName(operation, `${parameter}.peerName`, (contact as Partial<Contact>).peerName);
}

/** Checks that a value has members at all. */
export function checkObject(operation: string, parameter: string, value: unknown): void {
  if (typeof value === 'object' && value !== null) return;
  throw new TypeError(`${operation}: ${parameter} is ${kindOf(value)}; it must be an object.`);
}

/** Checks a message for the person at the other side. */
export function checkMessage(operation: string, message: unknown): void {
  if (message !== undefined) checkText(operation, 'message', message, LIMITS.messageUtf16Units);
}

/** Checks the data for the application at the other side. */
export function checkInvitationData(operation: string, data: unknown): void {
  if (data !== undefined) checkBytes(operation, 'data', data, LIMITS.invitationDataBytes);
}

// Not instanceof: a page's frame and a test runner's sandbox have a Uint8Array of their own.
function isUint8Array(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === '[object Uint8Array]';
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 64)) : kindOf(value);
}
