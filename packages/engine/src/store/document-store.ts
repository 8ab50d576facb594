/**
 * Keeps documents between runs of the program, each under a key. The engine reads from it in `open()`.
 * One open adapter uses a store at a time.
 */
export interface DocumentStore {
  /** The last document that was put under `key`; `undefined` when there is none. */
  get(key: string): PromiseLike<Uint8Array | undefined>;

  /**
   * Replaces a document as a whole, and resolves when it is kept. A crash at any moment must leave the former
   * document or this one, never a mixture. The engine does not change `document` afterwards, and makes one call at a
   * time.
   */
  put(key: string, document: Uint8Array): PromiseLike<void>;
}

/** Keeps documents in memory. */
export class MemoryDocumentStore implements DocumentStore {
  readonly #documents = new Map<string, Uint8Array>();

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.#documents.get(key);
  }

  async put(key: string, document: Uint8Array): Promise<void> {
    this.#documents.set(key, document);
  }
}
