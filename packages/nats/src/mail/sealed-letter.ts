import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Identity } from '../identity/identity.ts';
import { decodeSeed } from '../identity/nkey.ts';
import type { KeyFunctions } from '../platform.ts';
import { concat, readUint64, uint64 } from '../stream/bytes.ts';

const DOMAIN = /* @__PURE__ */ new TextEncoder().encode('beckon/nats/letter/1\n');
const VERSION = 1;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const TIME_BYTES = 8;
/** A constant nonce is safe, because each key is used once. */
const NONCE = /* @__PURE__ */ new Uint8Array(12);

/** The content of a letter. */
export interface LetterContent {
  readonly content: Uint8Array;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Seals a letter to a recipient under a key of its own, with a signature inside. */
export function sealLetter(
  keys: KeyFunctions,
  identity: Identity,
  to: Uint8Array,
  { content, expiresAt }: LetterContent,
): Uint8Array {
  const key = keys.createStreamKey();
  const secret = key.secretWith(ed25519.utils.toMontgomery(to));
  const signed = concat(uint64(expiresAt), content);
  const signature = identity.sign(signedText(identity.publicKey, to, key.publicKey, signed));
  const cipher = keys.cipher(letterKey(secret, key.publicKey, to));
  return concat(
    Uint8Array.of(VERSION),
    key.publicKey,
    cipher.seal(NONCE, concat(signature, signed)),
  );
}

/** Opens a letter to this side. `undefined` when the letter is not from the expected sender, or not for this side. */
export function openLetter(
  keys: KeyFunctions,
  identity: Identity,
  from: Uint8Array,
  letter: Uint8Array,
): LetterContent | undefined {
  if (letter[0] !== VERSION) return undefined;
  const key = letter.slice(1, 1 + KEY_BYTES);
  const seed = decodeSeed(identity.seed);
  if (key.length !== KEY_BYTES || seed === undefined) return undefined;
  let secret: Uint8Array;
  try {
    secret = x25519.getSharedSecret(ed25519.utils.toMontgomerySecret(seed), key);
  } catch {
    return undefined;
  }
  const cipher = keys.cipher(letterKey(secret, key, identity.publicKey));
  const opened = cipher.open(NONCE, letter.subarray(1 + KEY_BYTES));
  if (opened === undefined || opened.length < SIGNATURE_BYTES + TIME_BYTES) return undefined;
  const signed = opened.slice(SIGNATURE_BYTES);
  const text = signedText(from, identity.publicKey, key, signed);
  if (!keys.verify(from, text, opened.subarray(0, SIGNATURE_BYTES))) return undefined;
  return { expiresAt: readUint64(signed), content: signed.slice(TIME_BYTES) };
}

function letterKey(secret: Uint8Array, key: Uint8Array, to: Uint8Array): Uint8Array {
  return hkdf(sha256, secret, undefined, concat(DOMAIN, key, to), KEY_BYTES);
}

function signedText(
  from: Uint8Array,
  to: Uint8Array,
  key: Uint8Array,
  signed: Uint8Array,
): Uint8Array {
  return concat(DOMAIN, from, to, key, signed);
}
