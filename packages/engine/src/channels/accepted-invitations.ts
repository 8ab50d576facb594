import type { Guid } from '@beckon/core';
import { FairRoom, type PlaceHolder } from '@beckon/core/adapter';
import type { StoredDocument } from '../store/stored-document.ts';
import type { DialTarget } from '../transport.ts';
import type { StoredAcceptedInvitation } from './stored-accepted-invitations.ts';

/** Strangers may have three quarters of these: 1 500, more than the 1 000 that the contract promises. */
const REMEMBERED = 2_000;

/** The store keeps the last 200 for a week, so that their channels can be opened again after a restart. */
const STORED = 200;
const STORED_MS = 7 * 24 * 60 * 60 * 1_000;

export interface AcceptedInvitationsInit {
  /** Keeps the invitations between runs. `undefined`: they are kept in memory only. */
  readonly document: StoredDocument<readonly StoredAcceptedInvitation[]> | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly knows: (peerName: string) => boolean;
}

/** An invitation that both sides know as accepted. */
export interface AcceptedInvitation {
  /** The id of the invitation at this side. */
  readonly id: string;
  /** The id that both sides use. */
  readonly wireId: Guid;
  /** The proven identity of the other side. */
  readonly peerName: string;
  /** The target of an invitation that this side has sent; `undefined` for a received one. */
  readonly target: DialTarget | undefined;
}

/**
 * The invitations that were accepted last, in both directions. Peers share the room, so that one peer's invitations
 * do not push out another's.
 */
export class AcceptedInvitations {
  readonly #init: AcceptedInvitationsInit;
  readonly #byId = new Map<string, AcceptedInvitation>();
  readonly #acceptedAt = new Map<string, number>();
  #isStoring = false;
  readonly #receivedFrom = new Map<string, number>();
  readonly #room = new FairRoom<string>({
    places: REMEMBERED,
    evict: (id) => this.#forget(id),
    replacesOwn: true,
  });

  constructor(init: AcceptedInvitationsInit) {
    this.#init = init;
  }

  /** @throws CollaborationError `SERVICE_UNAVAILABLE` when the stored invitations cannot be read. */
  async load(): Promise<void> {
    const { document, now, knows } = this.#init;
    const stored = (await document?.inTurn(() => document.read())) ?? [];
    for (const { askedBy, invitation, acceptedAt } of stored) {
      if (now() - acceptedAt > STORED_MS) continue;
      const { peerName } = invitation;
      const holder = { peerName, origin: peerName, isKnown: knows(peerName) };
      if (this.#remember(askedBy, invitation, holder)) this.#acceptedAt.set(askedBy, acceptedAt);
    }
  }

  /** Resolves when the accepted invitations are stored. */
  async settled(): Promise<void> {
    await this.#init.document?.settled();
  }

  /**
   * @param id - The key of the invitation: its own id, or the id of an invitation that was accepted together with it.
   */
  add(id: string, invitation: AcceptedInvitation, holder: PlaceHolder): void {
    if (!this.#remember(id, invitation, holder) || this.#init.document === undefined) return;
    this.#acceptedAt.set(id, this.#init.now());
    this.#store(this.#init.document);
  }

  get(id: string): AcceptedInvitation | undefined {
    return this.#byId.get(id);
  }

  /** Whether this side has accepted an invitation of the peer. */
  hasReceivedFrom(peerName: string): boolean {
    return this.#receivedFrom.has(peerName);
  }

  #remember(id: string, invitation: AcceptedInvitation, holder: PlaceHolder): boolean {
    if (this.#byId.has(id) || !this.#room.take(id, holder)) return false;
    this.#byId.set(id, invitation);
    if (isReceived(invitation)) this.#count(invitation.peerName, 1);
    return true;
  }

  /** Not awaited: an accepted invitation counts at once, and the next write stores it too. */
  #store(document: StoredDocument<readonly StoredAcceptedInvitation[]>): void {
    if (this.#isStoring) return;
    this.#isStoring = true;
    document
      .inTurn(() => {
        this.#isStoring = false;
        return document.write('accept', this.#latest());
      })
      .catch(() => undefined);
  }

  #latest(): readonly StoredAcceptedInvitation[] {
    return [...this.#acceptedAt].slice(-STORED).flatMap(([askedBy, acceptedAt]) => {
      const invitation = this.#byId.get(askedBy);
      return invitation === undefined ? [] : [{ askedBy, invitation, acceptedAt }];
    });
  }

  #forget(id: string): void {
    const invitation = this.#byId.get(id);
    this.#byId.delete(id);
    this.#acceptedAt.delete(id);
    if (invitation !== undefined && isReceived(invitation)) this.#count(invitation.peerName, -1);
  }

  #count(peerName: string, change: number): void {
    const count = (this.#receivedFrom.get(peerName) ?? 0) + change;
    if (count === 0) this.#receivedFrom.delete(peerName);
    else this.#receivedFrom.set(peerName, count);
  }
}

/** The id at this side of a received invitation. */
export function receivedId(wireId: Guid, peerName: string): string {
  return `${wireId}@${peerName}`;
}

export function isReceived({ target }: AcceptedInvitation): boolean {
  return target === undefined;
}
