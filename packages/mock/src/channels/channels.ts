import { CollaborationError } from '@beckon/core';
import type { SchedulerLike } from 'rxjs';
import {
  formatId,
  type ChannelFrame,
  type ChannelMessage,
  type InvitationId,
} from '../network/message.ts';
import { ChannelSide } from './channel-side.ts';

/** The number of accepted invitations that a side remembers. */
const REMEMBERED_INVITATIONS = 1_000;

/** The arguments of {@link Channels}. */
export interface ChannelsInit {
  readonly scheduler: SchedulerLike;
  readonly nextSession: () => number;
  readonly send: (to: string, id: string, frame: ChannelFrame) => void;
}

/** The channels of one side of the network. */
export class Channels {
  readonly #init: ChannelsInit;
  /** The address of the other side of each accepted invitation. */
  readonly #accepted = new Map<string, string>();
  readonly #sides = new Map<string, ChannelSide>();
  /** The sessions of the peers that have opened a side, and wait for a side here. */
  readonly #waitingPeers = new Map<string, number>();

  #isClosed = false;

  constructor(init: ChannelsInit) {
    this.#init = init;
  }

  /** Must be called when an invitation is accepted. */
  onAccepted(invitation: InvitationId, peer: string): void {
    this.#accepted.set(formatId(invitation), peer);
    if (this.#accepted.size <= REMEMBERED_INVITATIONS) return;
    const [oldest] = this.#accepted.keys();
    if (oldest !== undefined) this.#accepted.delete(oldest);
  }

  /** @throws CollaborationError as `ChannelFunctions.open` rejects. */
  open(operation: string, id: string, signal: () => void): ChannelSide {
    const peer = this.#accepted.get(id);
    if (peer === undefined) {
      throw new CollaborationError(
        'NOT_FOUND',
        `${operation}: no accepted invitation ${JSON.stringify(id)} is known here.`,
      );
    }
    if (this.#sides.has(id)) {
      throw new CollaborationError(
        'ALREADY_EXISTS',
        `${operation}: this side of the channel of ${JSON.stringify(id)} is open already. Close it first.`,
      );
    }
    const side = new ChannelSide({
      session: this.#init.nextSession(),
      peer,
      scheduler: this.#init.scheduler,
      send: (frame) => this.#init.send(peer, id, frame),
      signal,
      onRelease: () => void this.#sides.delete(id),
    });
    this.#sides.set(id, side);
    const waitingPeer = this.#waitingPeers.get(id);
    if (waitingPeer !== undefined) side.pairWith(waitingPeer);
    return side;
  }

  receive({ id, from, frame }: ChannelMessage): void {
    if (this.#isClosed || this.#accepted.get(id) !== from) {
      if (frame.type === 'open') this.#init.send(from, id, { type: 'nobody', to: frame.session });
      return;
    }
    const side = this.#sides.get(id);
    switch (frame.type) {
      case 'open':
        this.#waitingPeers.set(id, frame.session);
        if (side?.isWaiting === true) side.pairWith(frame.session);
        return;
      case 'paired':
        if (side?.session !== frame.to || !side.isWaiting) return;
        this.#waitingPeers.delete(id);
        return side.opened(frame.from);
      case 'lost':
        if (this.#waitingPeers.get(id) === frame.session) this.#waitingPeers.delete(id);
        if (side?.peerSession === frame.session) side.lost(frame.isFailure);
        return;
      case 'nobody':
        if (side?.session === frame.to) side.lost(false);
        return;
      default:
        if (side?.session === frame.to) side.receive(frame);
        else if (frame.type === 'end')
          this.#init.send(from, id, { type: 'nobody', to: frame.from });
    }
  }

  /** Ends all channels, as the adapter is closed. */
  close(): void {
    this.#isClosed = true;
    for (const side of [...this.#sides.values()]) side.end();
    for (const [id, session] of this.#waitingPeers) {
      const peer = this.#accepted.get(id);
      if (peer !== undefined) this.#init.send(peer, id, { type: 'nobody', to: session });
    }
    this.#waitingPeers.clear();
    this.#accepted.clear();
  }
}
