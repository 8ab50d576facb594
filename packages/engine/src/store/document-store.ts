/**
 * Keeps documents between runs of the program, each under a key. The engine reads from it in `open()`.
 * One open adapter uses a store at a time.
 */
export interface DocumentStore {
  /** The document that was put last under `key`; `undefined` when there is none. */
  get(key: string): PromiseLike<Uint8Array | undefined>;

  /**
   * Replaces a document as a whole, and resolves when it is kept. A crash at any moment must leave the
   * former document or this one, and no mixture. The engine does not change `document` afterwards, and
   * calls this once at a time.
   */
  put(key: string, document: Uint8Array): PromiseLike<void>;
}

/** Keeps documents as long as it lives itself. */
export class MemoryDocumentStore implements DocumentStore {
  readonly #documents = new Map<string, Uint8Array>();

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.#documents.get(key);
  }

  async put(key: string, document: Uint8Array): Promise<void> {
    this.#documents.set(key, document);
  }
}
