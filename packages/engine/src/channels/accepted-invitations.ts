import type { Guid } from '@beckon/core';
import { FairRoom, type PlaceHolder } from '@beckon/core/adapter';
import type { DialTarget } from '../transport.ts';

/** Strangers may have three quarters of them: 1 500, which is more than the 1 000 that the contract promises. */
const REMEMBERED = 2_000;

/** An invitation that both sides know as accepted. */
export interface AcceptedInvitation {
  /** The id that it has at this side. */
  readonly id: string;
  /** The id that both sides know it by. */
  readonly wireId: Guid;
  /** The proven identity of the other side. */
  readonly peerName: string;
  /** Where the other side is, when this side has sent the invitation; `undefined` when it has received it. */
  readonly target: DialTarget | undefined;
}

/**
 * The invitations that were accepted last, of both directions. They are shared between peers, so that
 * those of one do not push out those of another.
 */
export class AcceptedInvitations {
  readonly #byId = new Map<string, AcceptedInvitation>();
  readonly #receivedFrom = new Map<string, number>();
  readonly #room = new FairRoom<string>({
    places: REMEMBERED,
    evict: (id) => this.#forget(id),
    replacesOwn: true,
  });

  /** @param id - What the invitation is asked for by: its own id, or that of one that was accepted together with it. */
  add(id: string, invitation: AcceptedInvitation, holder: PlaceHolder): void {
    if (this.#byId.has(id) || !this.#room.take(id, holder)) return;
    this.#byId.set(id, invitation);
    if (isReceived(invitation)) this.#count(invitation.peerName, 1);
  }

  get(id: string): AcceptedInvitation | undefined {
    return this.#byId.get(id);
  }

  /** Whether this side has accepted an invitation of the peer. */
  hasReceivedFrom(peerName: string): boolean {
    return this.#receivedFrom.has(peerName);
  }

  #forget(id: string): void {
    const invitation = this.#byId.get(id);
    this.#byId.delete(id);
    if (invitation !== undefined && isReceived(invitation)) this.#count(invitation.peerName, -1);
  }

  #count(peerName: string, change: number): void {
    const count = (this.#receivedFrom.get(peerName) ?? 0) + change;
    if (count === 0) this.#receivedFrom.delete(peerName);
    else this.#receivedFrom.set(peerName, count);
  }
}

/** The id at this side of an invitation that it has received. */
export function receivedId(wireId: Guid, peerName: string): string {
  return `${wireId}@${peerName}`;
}

export function isReceived({ target }: AcceptedInvitation): boolean {
  return target === undefined;
}
