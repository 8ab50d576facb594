import { CollaborationError } from '@beckon/core';
import type { DocumentStore } from './document-store.ts';
import { type DocumentFormat, readDocument, writeDocument } from './versioned-document.ts';

/** One document of a store. Its tasks run one after another. */
export class StoredDocument<Content> {
  readonly #store: DocumentStore;
  readonly #key: string;
  readonly #format: DocumentFormat<Content>;
  /** Resolves when the last waiting task is done. Never rejects. */
  #turn: Promise<void> = Promise.resolve();

  constructor(store: DocumentStore, key: string, format: DocumentFormat<Content>) {
    this.#store = store;
    this.#key = key;
    this.#format = format;
  }

  /** @throws CollaborationError `SERVICE_UNAVAILABLE` when it cannot be read. `undefined` when there is none. */
  async read(): Promise<Content | undefined> {
    const { what } = this.#format;
    let document: Uint8Array | undefined;
    try {
      document = await this.#store.get(this.#key);
    } catch (cause) {
      throw unavailable(
        `open: the stored ${what} cannot be read (${messageOf(cause)}). Check the store that the adapter was given.`,
        cause,
      );
    }
    return document === undefined ? undefined : readDocument(this.#format, this.#key, document);
  }

  /** @throws CollaborationError `SERVICE_UNAVAILABLE` when it cannot be written. */
  async write(operation: string, content: Content): Promise<void> {
    const { what } = this.#format;
    try {
      await this.#store.put(this.#key, writeDocument(this.#format, content));
    } catch (cause) {
      throw unavailable(
        `${operation}: the ${what} cannot be stored (${messageOf(cause)}), and stay as they were. Check the store that the adapter was given.`,
        cause,
      );
    }
  }

  /** Runs `task` after all tasks before it. */
  inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(task);
    this.#turn = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  /** Resolves when every task that has begun is done. */
  settled(): Promise<void> {
    return this.#turn;
  }
}

function unavailable(message: string, cause: unknown): CollaborationError {
  return new CollaborationError('SERVICE_UNAVAILABLE', message, { cause });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
