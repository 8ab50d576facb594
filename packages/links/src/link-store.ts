import { CollaborationError, type Guid } from '@beckon/core';
import type { LinkKind } from './link-text.ts';

/** Keeps the links between runs of the program, and shares them with other programs of the same person. */
export interface LinkStore {
  /** The last document that was put under `key`; `undefined` when there is none. */
  get(key: string): PromiseLike<Uint8Array | undefined>;
  /**
   * Replaces a document as a whole, and resolves when it is kept. A crash must leave the former document or this one.
   */
  put(key: string, document: Uint8Array): PromiseLike<void>;
  /**
   * Runs a task while no other program and no other tab runs one. The task reads a document, and writes it with a
   * change. Without this function, only one `createLinks` may use the store at a time.
   */
  exclusively?(task: () => Promise<void>): Promise<void>;
}

/** A use of a link by a peer. */
export interface LinkUse {
  readonly peerName: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A link as it is stored. Bytes are in hexadecimal. */
export interface StoredLink {
  readonly id: string;
  readonly secret: string;
  readonly kind: LinkKind;
  readonly uses: number;
  readonly expiresAt: number;
  readonly applicationId?: Guid;
  readonly isRevoked: boolean;
  readonly usedBy: readonly LinkUse[];
}

const KEY = 'links';
const VERSION = 1;

/** Keeps documents in memory. */
export class MemoryLinkStore implements LinkStore {
  readonly #documents = new Map<string, Uint8Array>();

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.#documents.get(key);
  }

  async put(key: string, document: Uint8Array): Promise<void> {
    this.#documents.set(key, document);
  }
}

/** @throws CollaborationError `SERVICE_UNAVAILABLE` when the store fails, or its document has another form. */
export async function loadLinks(store: LinkStore): Promise<readonly StoredLink[]> {
  try {
    const document = await store.get(KEY);
    if (document === undefined) return [];
    const { version, links } = JSON.parse(new TextDecoder().decode(document)) as {
      readonly version: unknown;
      readonly links: readonly StoredLink[];
    };
    if (version !== VERSION || !Array.isArray(links))
      throw new Error(`It is of version ${String(version)}.`);
    return links as readonly StoredLink[];
  } catch (cause) {
    throw new CollaborationError(
      'SERVICE_UNAVAILABLE',
      `createLinks: the stored links cannot be read (${(cause as Error).message}). Check the store.`,
      { cause },
    );
  }
}

/** @throws CollaborationError `SERVICE_UNAVAILABLE` when the links cannot be stored. */
export async function saveLinks(store: LinkStore, links: readonly StoredLink[]): Promise<void> {
  try {
    await store.put(KEY, new TextEncoder().encode(JSON.stringify({ version: VERSION, links })));
  } catch (cause) {
    throw new CollaborationError(
      'SERVICE_UNAVAILABLE',
      `createLinks: the links cannot be stored (${(cause as Error).message}), and stay as they were. Check the store.`,
      { cause },
    );
  }
}
