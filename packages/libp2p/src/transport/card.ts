import type { PrivateKey } from '@libp2p/interface';
import { RecordEnvelope } from '@libp2p/peer-record';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { fromString } from 'uint8arrays/from-string';
import { toString } from 'uint8arrays/to-string';

/** What a card begins with. */
const CARD_PREFIX = 'beckon-card:';
/** What the signature of a card is for, so that it is good for nothing else. */
const CARD_DOMAIN = 'beckon-card';
/** The form of what is signed: JSON. */
const CARD_CODEC = /* @__PURE__ */ fromString('/beckon/card/json');

/**
 * A contact card: a signed envelope of libp2p (RFC 0002) as base64url. The envelope holds the public key,
 * and JSON with `peerName`, which is the PeerId of that key.
 */
export async function makeCard(privateKey: PrivateKey): Promise<string> {
  const content = { peerName: peerIdFromPrivateKey(privateKey).toString() };
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
