import { LIMITS } from '@beckon/core';
import { checkName, checkText, invalidArgument } from '@beckon/core/adapter';
import type { ContactCard } from '@beckon/engine';
import type { PrivateKey } from '@libp2p/interface';
import { peerIdFromPrivateKey, peerIdFromPublicKey } from '@libp2p/peer-id';
import { RecordEnvelope } from '@libp2p/peer-record';
import { multiaddr } from '@multiformats/multiaddr';
import { equals } from 'uint8arrays/equals';
import { fromString } from 'uint8arrays/from-string';
import { toString } from 'uint8arrays/to-string';

/** The beginning of every card. */
const CARD_PREFIX = 'beckon-card:';
/** The domain of the signature, which makes it invalid for any other purpose. */
const CARD_DOMAIN = 'beckon-card';
/** The format of the signed content: JSON. */
const CARD_CODEC = /* @__PURE__ */ fromString('/beckon/card/json');
const CARD_VERSION = 1;
/** The lifetime of a card, in milliseconds: a year. It cannot be added afterwards. */
const CARD_LIFETIME_MS = 365 * 24 * 60 * 60 * 1_000;
/** Longest card that is read, in characters. A card with the most addresses has half of this. */
const MAX_CARD_LENGTH = 32_768;
const MAX_ADDRESS_LENGTH = 256;

const ASK_AGAIN = 'Ask for the card again.';

/** The signed content, as JSON. */
interface CardContent extends ContactCard {
  readonly version: number;
  /** In milliseconds since 1970, like {@link expiresAt}. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/**
 * A contact card: a signed envelope of libp2p (RFC 0002) as base64url. The envelope holds the public key,
 * and {@link CardContent}, whose `peerName` is the PeerId of that key.
 *
 * @param now - Milliseconds since 1970, as in {@link readCard}.
 */
export async function makeCard(
  privateKey: PrivateKey,
  { name, addresses }: Pick<ContactCard, 'name' | 'addresses'>,
  now: number,
): Promise<string> {
  const content: CardContent = {
    version: CARD_VERSION,
    peerName: peerIdFromPrivateKey(privateKey).toString(),
    ...(name === undefined ? {} : { name }),
    addresses: addresses
      .filter(({ length }) => length <= MAX_ADDRESS_LENGTH)
      .slice(0, LIMITS.endpointsPerContact),
    issuedAt: now,
    expiresAt: now + CARD_LIFETIME_MS,
  };
  const envelope = await RecordEnvelope.seal(
    {
      domain: CARD_DOMAIN,
      codec: CARD_CODEC,
      marshal: () => fromString(JSON.stringify(content)),
      equals: () => false,
    },
    privateKey,
  );
  return CARD_PREFIX + toString(envelope.marshal(), 'base64url');
}

/**
 * Reads and verifies a card. Ignores white space, because mail programs break long lines.
 *
 * @throws CollaborationError `INVALID_ARGUMENT` for every other text.
 */
export async function readCard(operation: string, card: string, now: number): Promise<ContactCard> {
  const refuse = (fault: string, cause?: unknown): Error =>
    invalidArgument(`${operation}: the card ${fault}`, cause);
  const text = card.replace(/\s+/g, '');
  if (!text.startsWith(CARD_PREFIX)) {
    throw refuse(`has the wrong form: a card of the libp2p adapter begins with "${CARD_PREFIX}".`);
  }
  if (text.length > MAX_CARD_LENGTH) {
    throw refuse(`has ${text.length} characters; the limit is ${MAX_CARD_LENGTH}.`);
  }
  const envelope = openEnvelope(text.slice(CARD_PREFIX.length), (cause) =>
    refuse(`is damaged: a part is missing, or was changed. ${ASK_AGAIN}`, cause),
  );
  if (!equals(envelope.payloadType, CARD_CODEC)) {
    throw refuse('is of another kind, or of a later version of beckon. Use that version.');
  }
  if (!(await isSigned(envelope))) {
    throw refuse(`was changed or forged: its signature is not of its owner. ${ASK_AGAIN}`);
  }
  const content = parseContent(envelope.payload, (cause) =>
    refuse(
      `was not made by beckon, or by a faulty version: ${messageOf(cause)} ${ASK_AGAIN}`,
      cause,
    ),
  );
  if (content.version > CARD_VERSION) {
    throw refuse('is of a later version of beckon. Use that version.');
  }
  if (content.version < CARD_VERSION) throw refuse(`is of an unknown version. ${ASK_AGAIN}`);
  const { peerName, name, addresses, expiresAt } = checkContent(content, (cause) =>
    refuse(
      `was not made by beckon, or by a faulty version: ${messageOf(cause)} ${ASK_AGAIN}`,
      cause,
    ),
  );
  if (peerName !== peerIdFromPublicKey(envelope.publicKey).toString()) {
    throw refuse(`is forged: it names ${peerName}, and another peer has signed it.`);
  }
  if (expiresAt <= now) {
    throw refuse(`expired on ${new Date(expiresAt).toISOString().slice(0, 10)}. ${ASK_AGAIN}`);
  }
  return { peerName, ...(name === undefined ? {} : { name }), addresses };
}

type Refuse = (cause?: unknown) => Error;

function openEnvelope(base64: string, refuse: Refuse): RecordEnvelope {
  let envelope: RecordEnvelope;
  let bytes: Uint8Array;
  try {
    bytes = fromString(base64, 'base64url');
    envelope = RecordEnvelope.createFromProtobuf(bytes);
  } catch (cause) {
    throw refuse(cause);
  }
  // An envelope has many encodings. A card has only the canonical one.
  if (!equals(envelope.marshal(), bytes)) throw refuse();
  return envelope;
}

async function isSigned(envelope: RecordEnvelope): Promise<boolean> {
  try {
    return await envelope.validate(CARD_DOMAIN);
  } catch {
    // The library throws for a signature of the wrong length.
    return false;
  }
}

function parseContent(
  payload: Uint8Array,
  refuse: Refuse,
): Partial<CardContent> & { version: number } {
  try {
    const content = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(payload),
    ) as unknown;
    const { version } = content as Partial<CardContent>;
    if (typeof version !== 'number') throw new TypeError('It names no version.');
    return { ...(content as Partial<CardContent>), version };
  } catch (cause) {
    throw refuse(cause);
  }
}

/** Checks the content, because the owner of a key can sign anything. */
function checkContent(content: Partial<CardContent>, refuse: Refuse): CardContent {
  try {
    const { peerName, name, addresses, issuedAt, expiresAt } = content as CardContent;
    checkName('card', 'peerName', peerName);
    if (name !== undefined) {
      checkName('card', 'name', name);
      checkText('card', 'name', name, LIMITS.endpointNameUtf16Units);
    }
    if (!isTime(issuedAt) || !isTime(expiresAt)) throw new TypeError('It names no time.');
    if (!Array.isArray(addresses) || addresses.length > LIMITS.endpointsPerContact) {
      throw new TypeError(`It must have a list of up to ${LIMITS.endpointsPerContact} addresses.`);
    }
    return { ...(content as CardContent), addresses: addresses.map(checkAddress) };
  } catch (cause) {
    throw refuse(cause);
  }
}

function checkAddress(address: unknown): string {
  checkText('card', 'address', address, MAX_ADDRESS_LENGTH);
  return multiaddr(address as string).toString();
}

/** Whether a value is a time within the range of `Date`. */
function isTime(value: unknown): boolean {
  return Number.isSafeInteger(value) && !Number.isNaN(new Date(value as number).getTime());
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
