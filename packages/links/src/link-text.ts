import { CollaborationError, type Guid, isCollaborationError, parseGuid } from '@beckon/core';
import { fromBase32, toBase32 } from './base32.ts';
import { crc32 } from './crc32.ts';

/** The purpose of a link. */
export type LinkKind = 'contact' | 'invitation';

/** The content of a link. Everybody who passes the link on can change all of it but the card. */
export interface LinkContent {
  readonly kind: LinkKind;
  /** The contact card of the creator, which proves the creator's identity. */
  readonly card: string;
  /** The id of the link at its creator: 8 bytes. */
  readonly id: Uint8Array;
  /** The secret by which the creator recognizes the link: 16 bytes. */
  readonly secret: Uint8Array;
  /** The expiry of the link, in milliseconds since 1970, to the second. */
  readonly expiresAt: number;
  /** The application that the reader may invite into, for the kind `'invitation'`. */
  readonly applicationId?: Guid;
  /** Addresses of the creator at the time of creation, for adapters that cannot find people by their card. */
  readonly hints: readonly string[];
}

export const ID_BYTES = 8;
export const SECRET_BYTES = 16;
/** Longest link, in UTF-16 units. A longer link fits no QR code. */
const MAX_LINK_UNITS = 4_096;
/** Bytes that one hint, and all hints together, may have. */
const MAX_HINT_BYTES = 255;
const MAX_HINTS_BYTES = 400;
const MAX_HINTS = 8;
/** Longest card that a link carries, in bytes. */
const MAX_CARD_BYTES = 2_000;

const SCHEME = 'beckon:';
const VERSION = 1;
const KINDS: readonly LinkKind[] = ['contact', 'invitation'];
const GUID_BYTES = 16;
const CHECK_BYTES = 4;
/** Text of this form was probably meant as a link. */
const BASE32 = /^[a-z2-7]{8,}$/i;
const DAMAGED = 'is damaged: was it cut off? Copy it again';

/**
 * Writes a link.
 *
 * @param page - A page that opens links. The link is then its address, with the content behind `#`, which no server
 *   sees.
 * @throws CollaborationError `INVALID_ARGUMENT` when the card, a hint or the address of the page is too long for a link.
 */
export function writeLink(content: LinkContent, page?: string): string {
  const { kind, card, id, secret, expiresAt, applicationId, hints } = content;
  const cardBytes = new TextEncoder().encode(card);
  if (cardBytes.length > MAX_CARD_BYTES) {
    throw new CollaborationError(
      'INVALID_ARGUMENT',
      `writeLink: the card has ${cardBytes.length} bytes, and a link carries at most ${MAX_CARD_BYTES}. Listen at fewer addresses.`,
    );
  }
  const hintBytes = hints.map((hint) => new TextEncoder().encode(hint));
  if (hints.length > MAX_HINTS || hintBytes.some(({ length }) => length > MAX_HINT_BYTES)) {
    throw new CollaborationError(
      'INVALID_ARGUMENT',
      `writeLink: a link has at most ${MAX_HINTS} hints of ${MAX_HINT_BYTES} bytes each.`,
    );
  }
  const seconds = Math.floor(expiresAt / 1_000);
  const body = Uint8Array.from([
    VERSION,
    KINDS.indexOf(kind),
    ...id,
    ...secret,
    ...bigEndian(Math.floor(seconds / 2 ** 32), 1),
    ...bigEndian(seconds % 2 ** 32, 4),
    ...(applicationId === undefined ? [] : guidBytes(applicationId)),
    hints.length,
    ...hintBytes.flatMap((bytes) => [bytes.length, ...bytes]),
    ...cardBytes,
  ]);
  const text = toBase32(Uint8Array.from([...body, ...bigEndian(crc32(body), CHECK_BYTES)]));
  const link = page === undefined ? `${SCHEME}${text}` : `${page.split('#')[0] ?? ''}#${text}`;
  if (link.length <= MAX_LINK_UNITS) return link;
  throw new CollaborationError(
    'INVALID_ARGUMENT',
    `writeLink: the link would have ${link.length} characters, and it may have ${MAX_LINK_UNITS}. Give a shorter address of the page.`,
  );
}

/** The addresses that fit into a link, the best first. */
export function hintsOf(addresses: readonly string[]): readonly string[] {
  let left = MAX_HINTS_BYTES;
  return addresses
    .filter((address) => {
      const { length } = new TextEncoder().encode(address);
      const fits = length <= Math.min(left, MAX_HINT_BYTES);
      if (fits) left -= length;
      return fits;
    })
    .slice(0, MAX_HINTS);
}

/**
 * Reads a link: `beckon:…`, the address of a page with the content behind `#`, or the content alone. Upper and lower
 * case are equal.
 *
 * @throws CollaborationError `INVALID_ARGUMENT` for any other text. The message says whether the text is no link, of
 *   a later version, or cut off.
 */
export function readLink(text: string): LinkContent {
  if (typeof text !== 'string') throw wrong('is no text');
  if (text.length > MAX_LINK_UNITS) throw wrong(`is longer than ${MAX_LINK_UNITS} characters`);
  const digits = digitsOf(text.trim());
  const bytes = fromBase32(digits);
  if (bytes === undefined && BASE32.test(digits)) throw wrong(DAMAGED);
  if (bytes === undefined || bytes.length < 2) throw wrong('is not a link');
  const [version, kindNumber = 0] = bytes;
  if (version !== VERSION) {
    throw wrong(
      `is of version ${version}, and this program reads version ${VERSION}. Get a newer one`,
    );
  }
  const kind = KINDS[kindNumber];
  const reader = new Reader(bytes.subarray(2, -CHECK_BYTES));
  const check = new Reader(bytes.subarray(-CHECK_BYTES));
  const isWhole =
    kind !== undefined &&
    bytes.length > CHECK_BYTES + 2 &&
    check.number(CHECK_BYTES) === crc32(bytes.subarray(0, -CHECK_BYTES));
  if (!isWhole) throw wrong(DAMAGED);
  const id = reader.bytes(ID_BYTES);
  const secret = reader.bytes(SECRET_BYTES);
  const seconds = reader.number(1) * 2 ** 32 + reader.number(4);
  const applicationId = kind === 'invitation' ? guidIn(reader.bytes(GUID_BYTES)) : undefined;
  const count = reader.number(1);
  if (count > MAX_HINTS) throw wrong('is damaged: it has too many hints');
  const hints = Array.from({ length: count }, () => reader.text(reader.number(1)));
  return {
    kind,
    id,
    secret,
    expiresAt: seconds * 1_000,
    ...(applicationId === undefined ? {} : { applicationId }),
    hints,
    card: reader.text(reader.left),
  };
}

/** The form for a QR code, in which capitals take less room. Only for links that begin with `beckon:`. */
export function forQrCode(link: string): string {
  return link.startsWith(SCHEME) ? link.toUpperCase() : link;
}

function digitsOf(text: string): string {
  if (text.slice(0, SCHEME.length).toLowerCase() === SCHEME) return text.slice(SCHEME.length);
  const hash = text.indexOf('#');
  return hash < 0 ? text : text.slice(hash + 1);
}

/** Reads one field after another. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** @throws CollaborationError when fewer bytes are left. */
  bytes(count: number): Uint8Array {
    if (count > this.left) throw wrong('is damaged: it ends too soon');
    this.#at += count;
    return this.#bytes.slice(this.#at - count, this.#at);
  }

  number(count: number): number {
    return this.bytes(count).reduce((number, byte) => number * 256 + byte, 0);
  }

  text(count: number): string {
    try {
      const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
      return decoder.decode(this.bytes(count));
    } catch (error) {
      if (isCollaborationError(error)) throw error;
      throw wrong('is damaged: a part of it is not UTF-8');
    }
  }
}

function bigEndian(number: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, index) => Math.floor(number / 256 ** (count - 1 - index)) % 256,
  );
}

function guidBytes(guid: Guid): Uint8Array {
  const pairs = guid.replaceAll('-', '').match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

function guidIn(bytes: Uint8Array): Guid {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return parseGuid(digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
}

function wrong(fault: string): CollaborationError {
  return new CollaborationError('INVALID_ARGUMENT', `readLink: the text ${fault}.`);
}
