import {
  type Contact,
  EMPTY_GUID,
  type Endpoint,
  type Guid,
  type Invitation,
  LIMITS,
} from '@beckon/core';
import { MAX_TIMER_MS } from '@beckon/core/adapter';
import type { CaseContext } from './conformance-case.ts';
import { bareInvitation } from './samples.ts';

/** Values that a function must refuse, by what is wrong with them. */
type Wrong<Value> = Readonly<Record<string, Value>>;

/** Calls of one function, each with one of the wrong values. */
export function callsWith<Value, Call>(
  wrong: Wrong<Value>,
  call: (value: Value) => Call,
): Wrong<Call> {
  return Object.fromEntries(Object.entries(wrong).map(([what, value]) => [what, call(value)]));
}

/** Texts of a parameter that takes at most `maxUnits`. */
export function wrongTexts(parameter: string, maxUnits: number): Wrong<string> {
  return {
    [`${parameter} of ${maxUnits + 1} units`]: 'x'.repeat(maxUnits + 1),
    ...malformedTexts(parameter),
  };
}

/** Texts of a parameter that has no limit, or of a parameter whose limit is tried elsewhere. */
export function malformedTexts(parameter: string): Wrong<string> {
  return {
    [`${parameter} with U+0000`]: 'a\0b',
    [`${parameter} with half a surrogate pair`]: 'a\ud834',
    [`${parameter} that is a number`]: 1 as unknown as string,
  };
}

/** The same, of a parameter that names something. */
export function wrongNames(parameter: string): Wrong<string> {
  return { [`an empty ${parameter}`]: '', ...malformedTexts(parameter) };
}

export function wrongBytes(parameter: string, maxBytes: number): Wrong<Uint8Array> {
  return {
    [`${parameter} of ${maxBytes + 1} bytes`]: new Uint8Array(maxBytes + 1),
    [`${parameter} that is an array`]: [1, 2, 3] as unknown as Uint8Array,
  };
}

export function wrongGuids(parameter: string): Wrong<Guid> {
  return {
    [`${parameter} that is no GUID`]: 'no GUID' as Guid,
    [`${parameter} in braces`]: `{${bareInvitation.applicationId}}` as Guid,
    [`${parameter} that is empty`]: EMPTY_GUID,
    [`${parameter} that is a number`]: 1 as unknown as Guid,
  };
}

/** Words of which none is allowed. */
export function wrongWords<Word extends string>(parameter: string): Wrong<Word> {
  return {
    [`${parameter} that does not exist`]: 'no such word' as Word,
    [`${parameter} that is a number`]: 1 as unknown as Word,
  };
}

/** Endpoints, made in the case: only the harness knows an address that the adapter cannot parse. */
export const wrongEndpoints: Wrong<(context: CaseContext) => Endpoint> = {
  'an address that cannot be parsed': ({ malformed }) => malformed,
  ...callsWith(wrongNames('address'), (address) => () => ({ address })),
  ...callsWith(
    wrongTexts('endpoint name', LIMITS.endpointNameUtf16Units),
    (name) =>
      ({ peer }: CaseContext) => ({ ...peer.endpoint, name }),
  ),
  'no endpoint': () => null as unknown as Endpoint,
};

/** Contacts of whom only the name is read. */
export const namelessContacts: Wrong<Contact> = {
  ...callsWith(wrongNames('peer name'), (peerName) => ({ peerName })),
  'no contact': null as unknown as Contact,
};

export const wrongInvitations: Wrong<Invitation> = {
  ...callsWith(wrongTexts('message', LIMITS.messageUtf16Units), (message) => ({
    ...bareInvitation,
    message,
  })),
  ...callsWith(wrongBytes('data', LIMITS.invitationDataBytes), (data) => ({
    ...bareInvitation,
    data,
  })),
  ...callsWith(wrongGuids('application id'), (applicationId) => ({ applicationId })),
  'a lifetime of 0 ms': { ...bareInvitation, expiresInMs: 0 },
  'a lifetime longer than any timer': { ...bareInvitation, expiresInMs: MAX_TIMER_MS + 1 },
  'a lifetime that is no number': { ...bareInvitation, expiresInMs: '1000' as unknown as number },
  'no invitation': null as unknown as Invitation,
};
