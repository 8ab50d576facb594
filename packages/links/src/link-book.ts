import { CollaborationError } from '@beckon/core';
import { type LinkStore, loadLinks, saveLinks, type StoredLink } from './link-store.ts';

/** Links that are kept, dead ones included. */
const MAX_LINKS = 1_000;
/** How long a dead link is remembered, in milliseconds: whoever comes later is told less. */
const REMEMBERED_MS = 30 * 24 * 3_600_000;

/** Why a link opens nothing. `'unknown'`: guessed, forged, or forgotten. */
export type DeadLink = 'unknown' | 'expired' | 'spent' | 'revoked';

/** The links that this side has created. A change counts when the store has it; changes wait for each other. */
export class LinkBook {
  readonly #store: LinkStore;
  readonly #now: () => number;
  #links: ReadonlyMap<string, StoredLink> = new Map();
  readonly #loaded: Promise<void>;
  /** Ends with the last change that waits. Never rejects. */
  #turn: Promise<void> = Promise.resolve();

  constructor(store: LinkStore, now: () => number) {
    this.#store = store;
    this.#now = now;
    this.#loaded = loadLinks(store).then((links) => {
      this.#links = new Map(links.map((link) => [link.id, link]));
    });
    // Whoever asks is told.
    this.#loaded.catch(() => undefined);
  }

  /** Resolves when the store has been read, and every change that was begun has ended. Rejects when it cannot be read. */
  async settled(): Promise<void> {
    await this.#loaded;
    await this.#turn;
  }

  list(): readonly StoredLink[] {
    return [...this.#links.values()];
  }

  /** Whether somebody may come by a link. Who comes by a dead one is told so. */
  get isExpectingAnybody(): boolean {
    return this.#links.size > 0;
  }

  /** Whether a peer has come by a link that invites it into an application. */
  admits(peerName: string, applicationId: string): boolean {
    return this.list().some(
      (link) =>
        link.applicationId === applicationId &&
        !link.isRevoked &&
        link.expiresAt > this.#now() &&
        link.usedBy.some((use) => use.peerName === peerName),
    );
  }

  add(link: StoredLink): Promise<void> {
    return this.#change((links) => {
      if (links.size >= MAX_LINKS) {
        throw new CollaborationError(
          'LIMIT_REACHED',
          `create: there are ${MAX_LINKS} links already. Revoke some.`,
        );
      }
      links.set(link.id, link);
    });
  }

  revoke(id: string): Promise<void> {
    return this.#change((links) => {
      const link = links.get(id);
      if (link === undefined) {
        throw new CollaborationError(
          'NOT_FOUND',
          `revoke: there is no link ${JSON.stringify(id)}.`,
        );
      }
      links.set(id, { ...link, isRevoked: true });
    });
  }

  /**
   * Uses a link once for a peer. The use is stored before this resolves: a crash afterwards gives it to nobody
   * else. Whoever has used it comes again without using it once more.
   */
  async spend(id: string, secret: string, peerName: string): Promise<StoredLink | DeadLink> {
    let result: StoredLink | DeadLink = 'unknown';
    await this.#change((links) => {
      const link = links.get(id);
      if (link === undefined || !isSame(link.secret, secret)) return;
      const isBack = link.usedBy.some((use) => use.peerName === peerName);
      const death = this.#deathOf(link);
      if (death !== undefined && !(isBack && death === 'spent')) {
        result = death;
        return;
      }
      const used = isBack
        ? link
        : { ...link, usedBy: [...link.usedBy, { peerName, at: this.#now() }] };
      links.set(id, used);
      result = used;
    });
    return result;
  }

  #deathOf({ isRevoked, expiresAt, uses, usedBy }: StoredLink): DeadLink | undefined {
    if (isRevoked) return 'revoked';
    if (expiresAt <= this.#now()) return 'expired';
    return usedBy.length >= uses ? 'spent' : undefined;
  }

  #change(change: (links: Map<string, StoredLink>) => void): Promise<void> {
    const changed = this.#turn.then(async () => {
      await this.#loaded;
      const old = this.#now() - REMEMBERED_MS;
      const links = new Map([...this.#links].filter(([, { expiresAt }]) => expiresAt > old));
      const before = [...this.#links.values()];
      change(links);
      const after = [...links.values()];
      const isSameList =
        after.length === before.length && after.every((link, index) => link === before[index]);
      if (!isSameList) await saveLinks(this.#store, after);
      this.#links = links;
    });
    this.#turn = changed.then(
      () => undefined,
      () => undefined,
    );
    return changed;
  }
}

/** Compares in a time that does not depend on where two texts differ. */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index++) {
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  }
  return difference === 0;
}
