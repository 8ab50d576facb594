import { type Contact, type Endpoint, type Invitation, LIMITS } from '@beckon/core';
import {
  type ApplicationRegistry,
  checkContent,
  type ContactList,
  type EventHandle,
  type FeedQueue,
  type InboxChange,
  invalidArgument,
  OwnEvents,
  type ReceptionCheck,
  withOwnData,
} from '@beckon/core/adapter';
import type { ChannelSide } from './channels/channel-side.ts';
import { Channels } from './channels/channels.ts';
import { findContact, placesOpenTo } from './contacts/permissions.ts';
import { Directory } from './directory/directory.ts';
import type { ArrivedInvitation } from './invitations/arrived-invitation.ts';
import { CrossingInvitations } from './invitations/crossing-invitations.ts';
import { Inbox } from './invitations/inbox.ts';
import { type FinalMessage, SentInvitation } from './invitations/sent-invitation.ts';
import { checkEndpoint } from './network/address.ts';
import type { Member } from './network/member.ts';
import type { InvitationId, InviteMessage, Message } from './network/message.ts';
import type { NetworkServices } from './network/network-services.ts';
import type { Receiver } from './network/transport.ts';
import { MockEvent } from './replies/mock-event.ts';

/** The arguments of {@link RunningAdapter}. */
export interface RunningAdapterInit {
  readonly member: Member;
  readonly reception: ReceptionCheck;
  readonly contacts: ContactList;
  readonly registry: ApplicationRegistry;
  readonly network: NetworkServices;
  readonly onCrash: (running: RunningAdapter) => void;
}

/** A call that invites: the recipient, the invitation, and the event to signal. */
export type InviteCall = InviteEndpointCall | InviteContactCall;

interface InviteEndpointCall {
  readonly endpoint: Endpoint;
  readonly invitation: Invitation;
  readonly event?: EventHandle | undefined;
}

interface InviteContactCall extends InviteEndpointCall {
  /** The contact that must be at the endpoint. */
  readonly contact: Contact;
}

/** The state of a mock adapter between its first `open()` and its last `close()`. */
export class RunningAdapter implements Receiver {
  readonly events = new OwnEvents((onClose) => new MockEvent(onClose));
  readonly inbox: Inbox;
  readonly directory: Directory;
  readonly #channels: Channels;
  readonly #init: RunningAdapterInit;
  readonly #sent = new Map<InvitationId, SentInvitation>();
  readonly #crossing: CrossingInvitations;
  #isClosed = false;

  constructor(init: RunningAdapterInit) {
    const { member, network } = init;
    this.#init = init;
    this.inbox = new Inbox({
      peerName: member.contact.peerName,
      network,
      send: (to, message) => this.#send(to, message),
      onAccepted: ({ id, from }) => this.#channels.onAccepted(id, from),
    });
    this.#channels = new Channels({
      scheduler: network.scheduler,
      nextSession: network.nextId,
      send: (to, id, frame) => this.#send(to, { kind: 'channel', id, from: member.address, frame }),
    });
    this.directory = new Directory({
      member,
      applications: () => init.registry.applications(),
      placesOpenTo: (peerName) => placesOpenTo(init.contacts, peerName),
      isWatched: (peerName) => findContact(init.contacts, peerName)?.isWatched === true,
      addresses: network.addresses,
      send: (to, message) => this.#send(to, message),
    });
    this.#crossing = new CrossingInvitations(this.inbox, this.#sent);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Sends an invitation.
   *
   * @throws CollaborationError with `INVALID_ARGUMENT`, before anything is sent.
   */
  invite(operation: string, call: InviteCall): SentInvitation {
    const { network, member } = this.#init;
    if ('contact' in call) checkContent.contact(operation, call.contact);
    this.#checkTarget(operation, call.endpoint);
    checkContent.invitation(operation, call.invitation);
    const { endpoint, invitation, event } = call;
    const signal = event === undefined ? () => undefined : this.signalOf(operation, event);
    const { applicationId, message, data } = invitation;
    const lifetimeMs = invitation.expiresInMs ?? LIMITS.invitationLifetimeMs;
    const id = network.nextId();
    const sent = new SentInvitation({
      id,
      to: endpoint.address,
      applicationId,
      lifetimeMs,
      scheduler: network.scheduler,
      signal,
      onEnd: (ended, finalMessage) => this.#onSentEnd(ended, finalMessage),
    });
    this.#sent.set(id, sent);
    this.#send(sent.to, {
      kind: 'invite',
      id,
      from: member.inviter,
      peerName: 'contact' in call ? call.contact.peerName : undefined,
      invitation: withOwnData({
        applicationId,
        ...(message === undefined ? {} : { message }),
        ...(data === undefined ? {} : { data }),
      }),
      endsAt: network.now() + lifetimeMs,
    });
    this.#crossing.onSent(sent);
    return sent;
  }

  /**
   * Opens a queue of the changes of the inbox.
   *
   * @throws CollaborationError with `INVALID_ARGUMENT` for a closed event, and for an event of
   *    another adapter.
   */
  inboxChanges(operation: string, event: EventHandle): FeedQueue<InboxChange> {
    return this.inbox.open(this.signalOf(operation, event));
  }

  /** Opens this side of a channel. @throws CollaborationError as `ChannelFunctions.open` rejects. */
  openChannel(operation: string, id: string, event: EventHandle): ChannelSide {
    return this.#channels.open(operation, id, this.signalOf(operation, event));
  }

  receive(message: Message): void {
    switch (message.kind) {
      case 'invite':
        return this.#receiveInvite(message);
      case 'delivered':
        return this.#sent.get(message.id)?.delivered();
      case 'answer':
        return this.#sent.get(message.id)?.answered(message);
      case 'failure':
        return this.#sent.get(message.id)?.failed(message);
      case 'confirm':
        return this.inbox.find(message.id)?.confirm(message.hasAgreed);
      case 'withdraw':
        return this.inbox.find(message.id)?.end(message.reason);
      case 'channel':
        return this.#channels.receive(message);
      case 'directory':
      case 'nearMe':
        if (!this.#isClosed) this.directory.receive(message);
        return;
    }
  }

  crash(): void {
    this.#init.onCrash(this);
  }

  /**
   * Ends all invitations and events, and tells the other sides.
   *
   * @param onGone - Called once, when no message is waited for any more: see {@link Inbox.close}.
   */
  close(onGone: () => void): void {
    this.#isClosed = true;
    this.inbox.close(onGone);
    for (const sent of [...this.#sent.values()]) sent.close();
    this.#channels.close();
    this.directory.end();
    this.events.close();
  }

  /** Ends everything at once, as a crash does. */
  abandon(onGone: () => void): void {
    if (!this.#isClosed) this.close(onGone);
    this.inbox.end();
  }

  #checkTarget(operation: string, endpoint: Endpoint): void {
    checkEndpoint(operation, endpoint);
    if (endpoint.address !== this.#init.member.address) return;
    throw invalidArgument(
      `${operation}: endpoint.address ${JSON.stringify(endpoint.address)} is this adapter's own. A side cannot invite itself.`,
    );
  }

  #receiveInvite(message: InviteMessage): void {
    const { from, id } = message;
    const isBlocked = this.#init.reception.blocks(from.contact?.peerName ?? '');
    if (this.#isClosed || isBlocked) {
      return this.#send(from.endpoint.address, { kind: 'failure', id, reason: 'unreachable' });
    }
    const arrived = this.inbox.put(message);
    if (arrived !== undefined && !this.#crossing.claims(arrived)) this.#present(arrived);
  }

  /** Shows an invitation to the app if the reception takes it. */
  #present(arrived: ArrivedInvitation): void {
    arrived.decide(this.#init.reception, (verdict) => {
      if (verdict === 'take') this.inbox.show(arrived);
      else this.inbox.refuse(arrived, verdict);
    });
  }

  #onSentEnd(sent: SentInvitation, finalMessage: FinalMessage): void {
    const { id, to } = sent;
    this.#sent.delete(id);
    if (sent.isAccepted) this.#channels.onAccepted(id, to);
    const hasAgreed = this.#crossing.agrees(sent, finalMessage);
    if (finalMessage === 'confirm') this.#send(to, { kind: 'confirm', id, hasAgreed });
    else if (finalMessage !== undefined)
      this.#send(to, { kind: 'withdraw', id, reason: finalMessage });
    const released = this.#crossing.release(sent);
    if (released !== undefined && !this.#isClosed) this.#present(released);
  }

  /**
   * The function that signals an event.
   *
   * @throws CollaborationError with `INVALID_ARGUMENT` for a closed event, and for an event of another
   *   adapter.
   */
  signalOf(operation: string, handle: EventHandle): () => void {
    const { scheduler, faults } = this.#init.network;
    const { address } = this.#init.member;
    const event = this.events.get(operation, handle);
    for (const afterMs of faults.spuriousSignals(address)) {
      event.cancelOnClose(scheduler.schedule(() => event.set(), afterMs));
    }
    return () => {
      for (let count = faults.signalCount(address); count > 0; count -= 1) event.set();
    };
  }

  #send(to: string, message: Message): void {
    this.#init.network.send(this.#init.member.address, to, message);
  }
}
