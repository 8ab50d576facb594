import { CollaborationError, type Guid } from '@beckon/core';
import { FairRoom, limitReached } from '@beckon/core/adapter';
import { type Observable, type SchedulerLike, Subscription } from 'rxjs';
import type { EngineCounters } from '../counters.ts';
import type { Deadlines } from '../deadlines.ts';
import type { ResolvedLimits } from '../options.ts';
import type { ConnectionSigns } from '../link/connection-signs.ts';
import type { DialTarget, PeerStream } from '../transport.ts';
import { CHANNEL_VERSION } from '../wire/channel-frame.ts';
import {
  type AcceptedInvitation,
  type AcceptedInvitations,
  isReceived,
  receivedId,
} from './accepted-invitations.ts';
import { Channel } from './channel.ts';
import { ChannelStream, type ChannelStreamOwner } from './channel-stream.ts';
import { IncomingChannel } from './incoming-channel.ts';

/** Received invitations that this side has accepted, while the sender's confirmation is on its way. */
export interface ReceivedInvitations {
  isAccepting(id: string): boolean;
  /** Whether one of them is from the peer. */
  isAcceptingFrom(peerName: string): boolean;
}

/** Ways to peers. */
export interface ChannelRoutes {
  /** Reaches a peer, emits a stream for a channel, and completes. Unsubscribing gives it up. */
  openStream(target: DialTarget): Observable<PeerStream>;
  /** Calls back when the peer is lost, as far as this side can see. Returns a function that stops watching. */
  watchPeer(peerName: string, onLost: () => void): () => void;
}

export interface ChannelsInit {
  readonly accepted: AcceptedInvitations;
  readonly received: ReceivedInvitations;
  readonly routes: ChannelRoutes;
  /** Whether this side knows a peer. */
  readonly knows: (peerName: string) => boolean;
  /** Whether the peer may send one more useless frame. */
  readonly mayBeUseless: (stream: PeerStream) => boolean;
  /** The signs of life of the connection below a stream. */
  readonly signsBelow: (stream: PeerStream) => ConnectionSigns;
  readonly limits: ResolvedLimits;
  readonly deadlines: Deadlines;
  readonly scheduler: SchedulerLike;
  readonly counters: EngineCounters;
}

interface Expecting {
  readonly channel: Channel;
  /** Ends the wait. */
  readonly stop: Subscription;
}

/**
 * All channels of an open adapter. The sender of the invitation opens the stream, whichever app comes first. A
 * recipient that comes first waits for the stream; otherwise the stream waits for the recipient.
 */
export class Channels {
  readonly #init: ChannelsInit;
  /** Sides that are open, by the id of their invitation. */
  readonly #open = new Map<string, Channel>();
  /** Sides that wait for a stream of the peer, by the same id. Closed sides are among them. */
  readonly #expecting = new Map<string, Expecting>();
  /** Streams that wait for this side, by the same id. */
  readonly #early = new Map<string, IncomingChannel>();
  /** Every side that has not ended. Closed sides are among them. */
  readonly #sides = new Set<Channel>();
  readonly #incoming = new Map<IncomingChannel, string>();
  readonly #room: FairRoom<IncomingChannel>;
  #isClosing = false;

  constructor(init: ChannelsInit) {
    this.#init = init;
    this.#room = new FairRoom({
      places: init.limits.channels,
      evict: (incoming) => this.#refuse(incoming),
    });
  }

  /** @throws CollaborationError as `ChannelFunctions.open` rejects. */
  open(operation: string, invitationId: string, signal: () => void): Channel {
    const invitation = this.#init.accepted.get(invitationId);
    if (invitation === undefined) {
      throw new CollaborationError(
        'NOT_FOUND',
        `${operation}: no accepted invitation ${invitationId} is known here (any more).`,
      );
    }
    if (this.#open.has(invitation.id)) {
      throw new CollaborationError(
        'ALREADY_EXISTS',
        `${operation}: this side of the channel of ${invitationId} is open already. Close it first.`,
      );
    }
    this.#checkRoom(operation, invitation.peerName);
    const waysOut = new Subscription();
    const channel: Channel = new Channel({
      peerName: invitation.peerName,
      deadlines: this.#init.deadlines,
      signal,
      onOver: () => this.#open.delete(invitation.id),
      onGone: () => {
        this.#sides.delete(channel);
        waysOut.unsubscribe();
      },
    });
    this.#open.set(invitation.id, channel);
    this.#sides.add(channel);
    if (invitation.target === undefined) this.#expect(channel, invitation, waysOut);
    else waysOut.add(this.#connect(channel, invitation.wireId, invitation.target));
    return channel;
  }

  /** Whether the peer has an accepted invitation for which it may open a channel. */
  expects(peerName: string): boolean {
    const { accepted, received } = this.#init;
    return accepted.hasReceivedFrom(peerName) || received.isAcceptingFrom(peerName);
  }

  /** Takes or refuses a stream that a peer has opened for a channel. */
  onStream(stream: PeerStream): void {
    const { limits, counters, knows } = this.#init;
    const { peerName, origin = peerName } = stream;
    const incoming: IncomingChannel = new IncomingChannel({
      deadlines: this.#init.deadlines,
      onNamed: (wireId) => this.#named(incoming, wireId, peerName),
      onGone: () => this.#forget(incoming),
    });
    const ofPeer = [...this.#incoming.values()].filter((name) => name === peerName).length;
    const hasRoom =
      !this.#isClosing &&
      this.expects(peerName) &&
      ofPeer < limits.channelsPerPeer &&
      this.#room.take(incoming, { peerName, origin, isKnown: knows(peerName) });
    if (!hasRoom) {
      incoming.abort('It is refused.');
      counters.refusedChannels += 1;
      return stream.abort(new Error('The channel is refused.'));
    }
    this.#incoming.set(incoming, peerName);
    incoming.attach(this.#streamOf(stream, incoming));
  }

  /** Ends everything that is open with a peer. */
  endPeer(peerName: string): void {
    for (const channel of [...this.#sides]) {
      if (channel.peerName === peerName)
        channel.fail('UNREACHABLE', `${peerName} is refused here.`);
    }
    for (const [incoming, name] of [...this.#incoming]) {
      if (name === peerName) incoming.abort('The peer is refused.');
    }
  }

  /**
   * Ends all channels because the adapter is being closed. Resolves when the peers have everything, or after a time
   * limit.
   */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const incoming of [...this.#incoming.keys()]) incoming.refuse();
    await Promise.all([...this.#sides].map((channel) => channel.onAdapterClosed()));
  }

  #checkRoom(operation: string, peerName: string): void {
    const { channels, channelsPerPeer } = this.#init.limits;
    const advice = 'Close others first.';
    if (this.#sides.size >= channels) {
      throw limitReached(operation, channels, 'channels', advice);
    }
    const ofPeer = [...this.#sides].filter((side) => side.peerName === peerName).length;
    if (ofPeer >= channelsPerPeer) {
      throw limitReached(operation, channelsPerPeer, 'channels with one peer', advice);
    }
  }

  #connect(channel: Channel, invitationId: Guid, target: DialTarget): Subscription {
    return this.#init.routes.openStream(target).subscribe({
      next: (peerStream) => {
        const stream = this.#streamOf(peerStream, channel);
        channel.attach(stream);
        stream.write({ kind: 'open', version: CHANNEL_VERSION, invitationId });
      },
      error: (cause: unknown) =>
        channel.fail('UNREACHABLE', `${channel.peerName} cannot be reached.`, cause),
    });
  }

  /** The sender of the invitation opens the stream, or has done so. */
  #expect(channel: Channel, { id, peerName }: AcceptedInvitation, waysOut: Subscription): void {
    // An earlier side of this channel that still waits to deliver messages is dropped.
    this.#expecting.get(id)?.channel.abort();
    const early = this.#early.get(id);
    if (early !== undefined) return this.#join(channel, early);
    const expecting: Expecting = { channel, stop: new Subscription() };
    this.#expecting.set(id, expecting);
    expecting.stop.add(() => {
      if (this.#expecting.get(id) === expecting) this.#expecting.delete(id);
    });
    expecting.stop.add(
      this.#init.routes.watchPeer(peerName, () =>
        channel.fail('UNREACHABLE', `${peerName} is gone.`),
      ),
    );
    waysOut.add(expecting.stop);
  }

  #named(incoming: IncomingChannel, wireId: Guid, peerName: string): void {
    const id = receivedId(wireId, peerName);
    const invitation = this.#init.accepted.get(id);
    const isExpected =
      invitation === undefined
        ? this.#init.received.isAccepting(id)
        : isReceived(invitation) && invitation.id === id;
    if (!isExpected) {
      this.#init.counters.refusedChannels += 1;
      return incoming.abort('No such invitation was accepted.');
    }
    const expecting = this.#expecting.get(id);
    if (expecting !== undefined) {
      expecting.stop.unsubscribe();
      return this.#join(expecting.channel, incoming);
    }
    // The peer has given up its former stream.
    this.#early.get(id)?.abort('The peer has opened the channel anew.');
    this.#early.set(id, incoming);
  }

  #join(channel: Channel, incoming: IncomingChannel): void {
    const stream = incoming.takeStream();
    this.#forget(incoming);
    if (stream === undefined) return;
    channel.attach(stream);
    stream.write({ kind: 'opened' });
    channel.onOpened();
  }

  #refuse(incoming: IncomingChannel): void {
    this.#init.counters.refusedChannels += 1;
    incoming.refuse();
  }

  #forget(incoming: IncomingChannel): void {
    this.#room.delete(incoming);
    this.#incoming.delete(incoming);
    for (const [id, early] of this.#early) if (early === incoming) this.#early.delete(id);
  }

  #streamOf(stream: PeerStream, owner: ChannelStreamOwner): ChannelStream {
    const { limits, scheduler, counters, mayBeUseless, signsBelow } = this.#init;
    return new ChannelStream({
      stream,
      owner,
      timing: limits,
      signs: signsBelow(stream),
      scheduler,
      counters,
      mayBeUseless: () => mayBeUseless(stream),
    });
  }
}
