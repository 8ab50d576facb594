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

/** Values that a function must refuse. The key says what is wrong. */
type Wrong<Value> = Readonly<Record<string, Value>>;

/** Calls of one function, each with one of the wrong values. */
export function callsWith<Value, Call>(
  wrong: Wrong<Value>,
  call: (value: Value) => Call,
): Wrong<Call> {
  return Object.fromEntries(Object.entries(wrong).map(([what, value]) => [what, call(value)]));
}

/** Wrong texts for a parameter of at most `maxUnits` UTF-16 units. */
export function wrongTexts(parameter: string, maxUnits: number): Wrong<string> {
  return {
    [`${parameter} of ${maxUnits + 1} units`]: 'x'.repeat(maxUnits + 1),
    ...malformedTexts(parameter),
  };
}

/** Malformed texts, for a parameter without a limit, or with a limit that another case tries. */
export function malformedTexts(parameter: string): Wrong<string> {
  return {
    [`${parameter} with U+0000`]: 'a\0b',
    [`${parameter} with half a surrogate pair`]: 'a\ud834',
    [`${parameter} that is a number`]: 1 as unknown as string,
  };
}

/** Wrong texts for a parameter that is a name: it must not be empty. */
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
    [`${parameter} that is not a GUID`]: 'not a GUID' as Guid,
    [`${parameter} in braces`]: `{${bareInvitation.applicationId}}` as Guid,
    [`${parameter} that is empty`]: EMPTY_GUID,
    [`${parameter} that is a number`]: 1 as unknown as Guid,
  };
}

/** Wrong words for a parameter with a fixed list of words. */
export function wrongWords<Word extends string>(parameter: string): Wrong<Word> {
  return {
    [`${parameter} that does not exist`]: 'no such word' as Word,
    [`${parameter} that is a number`]: 1 as unknown as Word,
  };
}

/**
 * Wrong endpoints. The case makes them: only the harness knows an address that the adapter cannot
 * parse.
 */
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

/** Contacts without a valid peer name. */
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
  'a lifetime that is not a number': {
    ...bareInvitation,
    expiresInMs: '1000' as unknown as number,
  },
  'no invitation': null as unknown as Invitation,
};
