import type { ContactCard } from '@beckon/engine';
import { fromString } from 'uint8arrays/from-string';
import { toString } from 'uint8arrays/to-string';
import { readCard } from '../transport/card.ts';

/** The first part of every key in the DHT. */
export const RECORD_NAMESPACE = 'beckon';

/** The key of a peer's card in the DHT. */
export function recordKey(peerName: string): Uint8Array {
  return fromString(`/${RECORD_NAMESPACE}/${peerName}`);
}

/** The peer to which a key belongs. `undefined` for a key of another form. */
export function ownerOf(key: Uint8Array): string | undefined {
  const [empty, namespace, peerName, ...more] = toString(key).split('/');
  const isOurs = empty === '' && namespace === RECORD_NAMESPACE && more.length === 0;
  return isOurs ? peerName : undefined;
}

export function writeRecord(card: string): Uint8Array {
  return fromString(card);
}

/**
 * Reads the card that is at a key.
 *
 * @param now - Milliseconds since 1970.
 * @throws CollaborationError `INVALID_ARGUMENT` for text that is no card, and for a card of another peer.
 */
export async function readRecord(
  key: Uint8Array,
  value: Uint8Array,
  now: number,
): Promise<ContactCard> {
  const card = await readCard('dht', toString(value), now);
  if (card.peerName !== ownerOf(key)) throw new Error('The card is at the key of another peer.');
  return card;
}
