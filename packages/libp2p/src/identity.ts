import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys';
import type { PrivateKey } from '@libp2p/interface';
import { type Datastore, Key } from 'interface-datastore';

const IDENTITY_KEY = new Key('/beckon/identity');

/** A new Ed25519 key. */
export function createIdentity(): Promise<PrivateKey> {
  return generateKeyPair('Ed25519');
}

/** The key that `datastore` keeps; on the first call a new one, which is written before it is used. */
export async function loadIdentity(datastore: Datastore): Promise<PrivateKey> {
  if (await datastore.has(IDENTITY_KEY)) {
    return privateKeyFromProtobuf(await datastore.get(IDENTITY_KEY));
  }
  const identity = await createIdentity();
  await datastore.put(IDENTITY_KEY, privateKeyToProtobuf(identity));
  return identity;
}
