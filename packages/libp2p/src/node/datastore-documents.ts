import type { DocumentStore } from '@beckon/engine';
import { type Datastore, Key } from 'interface-datastore';

/** Keeps the documents of the engine in a datastore, beside the private key. */
export class DatastoreDocuments implements DocumentStore {
  readonly #datastore: Datastore;

  constructor(datastore: Datastore) {
    this.#datastore = datastore;
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    const name = keyOf(key);
    return (await this.#datastore.has(name)) ? this.#datastore.get(name) : undefined;
  }

  async put(key: string, document: Uint8Array): Promise<void> {
    await this.#datastore.put(keyOf(key), document);
  }
}

function keyOf(key: string): Key {
  return new Key(`/beckon/${key}`);
}
