import { MemoryDatastore } from 'datastore-core';
import type { Key } from 'interface-datastore';

/**
 * Keeps the latest entries only. libp2p writes a record of every peer that it meets, and an attacker can have any
 * number of identities.
 */
export class BoundedDatastore extends MemoryDatastore {
  readonly #limit: number;
  readonly #keys = new Map<string, Key>();

  constructor(limit: number) {
    super();
    this.#limit = limit;
  }

  override put(key: Key, value: Uint8Array): ReturnType<MemoryDatastore['put']> {
    const name = key.toString();
    this.#keys.delete(name);
    this.#keys.set(name, key);
    if (this.#keys.size > this.#limit) {
      const [oldest] = this.#keys.values();
      if (oldest !== undefined) void this.delete(oldest);
    }
    return super.put(key, value);
  }

  override delete(key: Key): ReturnType<MemoryDatastore['delete']> {
    this.#keys.delete(key.toString());
    return super.delete(key);
  }
}
