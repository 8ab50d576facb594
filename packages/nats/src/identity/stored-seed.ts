import { CollaborationError } from '@beckon/core';
import type { DocumentStore } from '@beckon/engine';
import { decodeSeed } from './nkey.ts';
import { createSeed } from './identity.ts';

/** The store's key of the seed. */
const SEED_KEY = 'nats-seed';

/** The seed in `store`. The first call makes a new seed, and writes it before it is used. */
export async function loadSeed(store: DocumentStore): Promise<string> {
  const stored = await store.get(SEED_KEY);
  if (stored === undefined) {
    const seed = createSeed();
    await store.put(SEED_KEY, new TextEncoder().encode(seed));
    return seed;
  }
  const seed = new TextDecoder().decode(stored);
  if (decodeSeed(seed) !== undefined) return seed;
  throw new CollaborationError(
    'SERVICE_UNAVAILABLE',
    `open: the stored identity is damaged, and was left as it was. Restore the document "${SEED_KEY}" of the store, or delete it to begin with a new identity.`,
  );
}
