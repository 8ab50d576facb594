/**
 * Numbers that people compare, to know that a contact is who they think.
 *
 * @packageDocumentation
 */
import { checkName } from './checks.ts';
import { CollaborationError } from './errors/collaboration-error.ts';
import { encodeUtf8 } from './live/utf8.ts';

/** The part of Web Crypto that is used; core is compiled without the types of a platform. */
interface KeyDerivation {
  importKey(
    format: 'raw',
    key: Uint8Array,
    algorithm: 'PBKDF2',
    isExtractable: false,
    usages: readonly ['deriveBits'],
  ): Promise<unknown>;
  deriveBits(
    algorithm: {
      readonly name: 'PBKDF2';
      readonly hash: 'SHA-512';
      readonly salt: Uint8Array;
      readonly iterations: number;
    },
    key: unknown,
    bits: number,
  ): Promise<ArrayBuffer>;
}

/** What the numbers are for, so that they fit nothing else. */
const PURPOSE = 'beckon safety number 1';
const GROUPS = 8;
const DIGITS_PER_GROUP = 5;
/** PBKDF2 with SHA-512: as many rounds as OWASP asks for passwords. */
const ROUNDS = 210_000;
const BYTES_PER_GROUP = 8;

/**
 * A number for one identity, to be compared with one that its owner has shown elsewhere: 8 groups of 5
 * digits, such as `01234 56789 …`.
 *
 * To make another identity with the same number, an attacker tries 10⁴⁰ (2¹³³) identities, and each takes
 * 210 000 rounds of PBKDF2-HMAC-SHA-512. All groups have to be compared: a number with two equal groups takes
 * 10¹⁰ tries, which can be afforded.
 *
 * It takes about a tenth of a second, beside the event loop.
 *
 * @param peerName - As the adapter spells it.
 * @returns A promise. Rejects with a TypeError for a name that is no text, or empty, and with `NOT_SUPPORTED`
 *   in a page that was loaded over HTTP, where there is no Web Crypto.
 */
export async function fingerprintOf(peerName: string): Promise<string> {
  checkName('fingerprintOf', 'peerName', peerName);
  return digitsOf('fingerprintOf', [peerName]);
}

/**
 * A number for two identities, the same at both sides. Two people who compare it aloud, over a line where
 * they know each other's voice, learn that nobody stands between them: 8 groups of 5 digits.
 *
 * An attacker in between has an identity towards each side, and may choose both: two numbers that are
 * equal take about 10²⁰ (2⁶⁶) tries for each side, each of 210 000 rounds of PBKDF2-HMAC-SHA-512 (2¹⁸ hashes),
 * together some 2⁸⁵ hashes, for these two people alone. All groups have to be compared.
 *
 * It takes about a tenth of a second, beside the event loop.
 *
 * @param ownPeerName - `peerName` of `identity.contact()`.
 * @param theirPeerName - `peerName` of the contact.
 * @returns A promise. Rejects with a TypeError for a name that is no text, or empty, or for twice the same
 *   name, and with `NOT_SUPPORTED` in a page that was loaded over HTTP, where there is no Web Crypto.
 */
export async function safetyNumber(ownPeerName: string, theirPeerName: string): Promise<string> {
  checkName('safetyNumber', 'ownPeerName', ownPeerName);
  checkName('safetyNumber', 'theirPeerName', theirPeerName);
  if (ownPeerName === theirPeerName) {
    throw new TypeError(
      'safetyNumber: ownPeerName and theirPeerName are the same; a safety number is of two peers.',
    );
  }
  return digitsOf('safetyNumber', [ownPeerName, theirPeerName].sort());
}

async function digitsOf(operation: string, peerNames: readonly string[]): Promise<string> {
  // Missing in a page that was not loaded over a secure connection.
  const { crypto } = globalThis as { readonly crypto?: { readonly subtle?: KeyDerivation } };
  const subtle = crypto?.subtle;
  if (subtle === undefined) {
    throw new CollaborationError(
      'NOT_SUPPORTED',
      `${operation}: there is no Web Crypto here. Load the page over HTTPS, or from this machine.`,
    );
  }
  const names = encodeUtf8(JSON.stringify(peerNames));
  const key = await subtle.importKey('raw', names, 'PBKDF2', false, ['deriveBits']);
  const bits = await subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-512', salt: encodeUtf8(PURPOSE), iterations: ROUNDS },
    key,
    8 * BYTES_PER_GROUP * GROUPS,
  );
  const view = new DataView(bits);
  const groups = Array.from({ length: GROUPS }, (_, index) =>
    (view.getBigUint64(index * BYTES_PER_GROUP) % 10n ** BigInt(DIGITS_PER_GROUP))
      .toString()
      .padStart(DIGITS_PER_GROUP, '0'),
  );
  return groups.join(' ');
}
