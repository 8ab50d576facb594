import { LIMITS } from '@beckon/core';
import { checkName, checkText, invalidArgument } from '@beckon/core/adapter';
import type { ContactCard } from '@beckon/engine';
import { decodePublicKey } from '../identity/nkey.ts';
import type { Identity } from '../identity/identity.ts';
import type { KeyFunctions } from '../platform.ts';
import { concat } from '../stream/bytes.ts';
import { addressOf } from './addresses.ts';

/** The beginning of every card. */
const CARD_PREFIX = 'beckon-nats-card:';
/** The domain of the signature, which makes it invalid for any other purpose. */
const DOMAIN = /* @__PURE__ */ new TextEncoder().encode('beckon/nats/card\n');
const CARD_VERSION = 1;
/** The lifetime of a card, in milliseconds: a year. It cannot be added afterwards. */
const CARD_LIFETIME_MS = 365 * 24 * 60 * 60 * 1_000;
/** Longest card that is read, in characters. The longest card that is made has a quarter of this. */
const MAX_CARD_LENGTH = 8_192;
const SIGNATURE_BYTES = 64;
const ASK_AGAIN = 'Ask for the card again.';

/** The signed content, as JSON. Times are in milliseconds since 1970. */
interface CardContent {
  readonly version: number;
  readonly peerName: string;
  readonly name?: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** A contact card: an Ed25519 signature and {@link CardContent}, as base64url. */
export function makeCard(identity: Identity, name: string | undefined, now: number): string {
  const content: CardContent = {
    version: CARD_VERSION,
    peerName: identity.peerName,
    ...(name === undefined ? {} : { name }),
    issuedAt: now,
    expiresAt: now + CARD_LIFETIME_MS,
  };
  const payload = new TextEncoder().encode(JSON.stringify(content));
  return CARD_PREFIX + toBase64url(concat(identity.sign(concat(DOMAIN, payload)), payload));
}

/**
 * Reads and verifies a card. Ignores white space, because mail programs break long lines.
 *
 * @throws CollaborationError `INVALID_ARGUMENT` for every other text.
 */
export function readCard(
  keys: KeyFunctions,
  operation: string,
  card: string,
  now: number,
): ContactCard {
  const refuse = (fault: string, cause?: unknown): Error =>
    invalidArgument(`${operation}: the card ${fault}`, cause);
  const text = card.replace(/\s+/g, '');
  if (!text.startsWith(CARD_PREFIX)) {
    throw refuse(`has the wrong form: a card of the nats adapter begins with "${CARD_PREFIX}".`);
  }
  if (text.length > MAX_CARD_LENGTH) {
    throw refuse(`has ${text.length} characters; the limit is ${MAX_CARD_LENGTH}.`);
  }
  const damaged = `is damaged: a part is missing, or was changed. ${ASK_AGAIN}`;
  const bytes = fromBase64url(text.slice(CARD_PREFIX.length));
  if (bytes === undefined || bytes.length <= SIGNATURE_BYTES) throw refuse(damaged);
  const payload = bytes.subarray(SIGNATURE_BYTES);
  let content: Partial<CardContent>;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)) as CardContent;
    if (typeof content !== 'object' || content === null) throw new TypeError('It holds nothing.');
  } catch (cause) {
    throw refuse(damaged, cause);
  }
  const { version, peerName = '', name, expiresAt = NaN } = content;
  if (typeof version === 'number' && version > CARD_VERSION) {
    throw refuse('is of a later version of beckon. Use that version.');
  }
  const key = typeof peerName === 'string' ? decodePublicKey(peerName) : undefined;
  if (version !== CARD_VERSION || key === undefined) throw refuse(damaged);
  if (!keys.verify(key, concat(DOMAIN, payload), bytes.subarray(0, SIGNATURE_BYTES))) {
    throw refuse(`was changed or forged: its signature is not of its owner. ${ASK_AGAIN}`);
  }
  try {
    if (name !== undefined) {
      checkName('card', 'name', name);
      checkText('card', 'name', name, LIMITS.endpointNameUtf16Units);
    }
    if (Number.isNaN(new Date(expiresAt).getTime())) throw new TypeError('It names no time.');
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw refuse(`was not made by beckon, or by a faulty version: ${message} ${ASK_AGAIN}`, cause);
  }
  if (expiresAt <= now) {
    throw refuse(`expired on ${new Date(expiresAt).toISOString().slice(0, 10)}. ${ASK_AGAIN}`);
  }
  return {
    peerName,
    ...(name === undefined ? {} : { name }),
    addresses: [addressOf(peerName)],
  };
}

function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** `undefined` for text that {@link toBase64url} does not write, because a card has only one encoding. */
function fromBase64url(text: string): Uint8Array | undefined {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    return toBase64url(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}
