import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys';
import type { PrivateKey } from '@libp2p/interface';
import { type Datastore, Key } from 'interface-datastore';

/** The datastore key of the private key. */
const DATASTORE_KEY = new Key('/beckon/identity');

/** A new Ed25519 key. */
export function createPrivateKey(): Promise<PrivateKey> {
  return generateKeyPair('Ed25519');
}

/** The key in `datastore`. The first call makes a new key, and writes it before it is used. */
export async function loadPrivateKey(datastore: Datastore): Promise<PrivateKey> {
  if (await datastore.has(DATASTORE_KEY)) {
    return privateKeyFromProtobuf(await datastore.get(DATASTORE_KEY));
  }
  const privateKey = await createPrivateKey();
  await datastore.put(DATASTORE_KEY, privateKeyToProtobuf(privateKey));
  return privateKey;
}
