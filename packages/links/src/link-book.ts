import { CollaborationError } from '@beckon/core';
import { type LinkStore, loadLinks, saveLinks, type StoredLink } from './link-store.ts';

/** The most links that are kept, including dead ones. */
const MAX_LINKS = 1_000;
/** How long a dead link is remembered, in milliseconds. Later it is `'unknown'`. */
const REMEMBERED_MS = 30 * 24 * 3_600_000;

/** The reason why a link opens nothing. `'unknown'`: guessed, forged, or forgotten. */
export type DeadLink = 'unknown' | 'expired' | 'spent' | 'revoked';

/**
 * The links of this side, in the store. Other programs may change them there. A change reads them, writes them, and
 * counts when they are written. Changes run one after another.
 */
export class LinkBook {
  readonly #store: LinkStore;
  readonly #now: () => number;
  /** Resolves when the last waiting change is done. Never rejects. */
  #turn: Promise<void> = Promise.resolve();

  constructor(store: LinkStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Resolves when every change that has begun is done. */
  settled(): Promise<void> {
    return this.#turn;
  }

  /** All remembered links, the oldest first. */
  async list(): Promise<readonly StoredLink[]> {
    const old = this.#now() - REMEMBERED_MS;
    return (await loadLinks(this.#store)).filter(({ expiresAt }) => expiresAt > old);
  }

  /** Whether a peer has used a link that lets it invite into an application. */
  async admits(peerName: string, applicationId: string): Promise<boolean> {
    return (await this.list()).some(
      (link) =>
        link.applicationId === applicationId &&
        !link.isRevoked &&
        link.expiresAt > this.#now() &&
        link.usedBy.some((use) => use.peerName === peerName),
    );
  }

  async add(link: StoredLink): Promise<void> {
    await this.#change((links) => {
      if (links.length < MAX_LINKS) return [...links, link];
      throw new CollaborationError(
        'LIMIT_REACHED',
        `Links.create: there are ${MAX_LINKS} links already. Ended links are removed after 30 days.`,
      );
    });
  }

  async revoke(id: string): Promise<void> {
    await this.#change((links) => {
      if (links.some((link) => link.id === id)) {
        return links.map((link) => (link.id === id ? { ...link, isRevoked: true } : link));
      }
      throw new CollaborationError(
        'NOT_FOUND',
        `Links.revoke: there is no link ${JSON.stringify(id)}.`,
      );
    });
  }

  /**
   * Uses a link once for a peer. The use is stored before this resolves, so a crash afterwards does not give it to
   * another peer. A peer that has used the link before may come again without another use.
   */
  async spend(id: string, secret: string, peerName: string): Promise<StoredLink | DeadLink> {
    let result: StoredLink | DeadLink = 'unknown';
    await this.#change((links) => {
      const link = links.find((each) => each.id === id);
      if (link === undefined || !isSame(link.secret, secret)) return links;
      const death = this.#deathOf(link);
      if (link.usedBy.some((use) => use.peerName === peerName)) {
        result = death === undefined || death === 'spent' ? link : death;
        return links;
      }
      if (death !== undefined) {
        result = death;
        return links;
      }
      const used = { ...link, usedBy: [...link.usedBy, { peerName, at: this.#now() }] };
      result = used;
      return links.map((each) => (each === link ? used : each));
    });
    return result;
  }

  #deathOf({ isRevoked, expiresAt, uses, usedBy }: StoredLink): DeadLink | undefined {
    if (isRevoked) return 'revoked';
    if (expiresAt <= this.#now()) return 'expired';
    return usedBy.length >= uses ? 'spent' : undefined;
  }

  #change(change: (links: readonly StoredLink[]) => readonly StoredLink[]): Promise<void> {
    const exclusively = (task: () => Promise<void>): Promise<void> =>
      this.#store.exclusively?.(task) ?? task();
    const changed = this.#turn.then(() =>
      exclusively(async () => {
        const before = await this.list();
        const after = change(before);
        if (after !== before) await saveLinks(this.#store, after);
      }),
    );
    this.#turn = changed.then(
      () => undefined,
      () => undefined,
    );
    return changed;
  }
}

/** Compares two texts in constant time. */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index++) {
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  }
  return difference === 0;
}
