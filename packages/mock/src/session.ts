import {
  CollaborationError,
  type Contact,
  type Endpoint,
  type EventHandle,
  type Invitation,
  LIMITS,
} from '@beckon/core';
import { throwError } from 'rxjs';
import { checkAddress } from './address.ts';
import { Inbox } from './inbox.ts';
import { InboxRegistration } from './inbox-registration.ts';
import type { IncomingInvitation } from './incoming-invitation.ts';
import { inviterOf, type Member } from './member.ts';
import type { FinalState, InvitationId, InvitationMessage, Message } from './message.ts';
import { MutualInvitations } from './mutual-invitations.ts';
import type { NetworkServices } from './network-services.ts';
import { OutgoingInvitation } from './outgoing-invitation.ts';
import { isAllowed, type Policy } from './policy.ts';
import { SessionEvent } from './session-event.ts';
import type { Station } from './transport.ts';
import { notAuthenticated, unreachable } from './unreachable.ts';

/** What a session needs of its adapter. */
export interface SessionInit {
  readonly member: Member;
  readonly policy: Policy;
  readonly network: NetworkServices;
  readonly onCrash: () => void;
}

/** What a mock adapter has between its first open and its last close. */
export class Session implements Station {
  readonly inbox: Inbox;
  readonly #init: SessionInit;
  readonly #address: string;
  readonly #outgoing = new Map<InvitationId, OutgoingInvitation>();
  readonly #mutual: MutualInvitations;
  readonly #events = new Map<EventHandle, SessionEvent>();
  #isClosed = false;

  constructor(init: SessionInit) {
    const { member, network } = init;
    this.#init = init;
    this.#address = member.endpoint.address;
    this.inbox = new Inbox({ ...network, send: (to, message) => this.#send(to, message) });
    this.#mutual = new MutualInvitations(this.inbox, this.#outgoing);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  createEvent(): EventHandle {
    const event: SessionEvent = new SessionEvent(() => void this.#events.delete(event));
    this.#events.set(event, event);
    return event;
  }

  invite(
    operation: string,
    endpoint: Endpoint,
    contact: Contact | undefined,
    invitation: Invitation,
    event: EventHandle | undefined,
  ): OutgoingInvitation {
    const { network, member } = this.#init;
    checkAddress(operation, endpoint.address);
    const signal = event === undefined ? () => undefined : this.#signalOf(operation, event);
    const lifetimeMs = invitation.expiresInMs ?? LIMITS.invitationLifetimeMs;
    const id = network.nextId();
    const outgoing = new OutgoingInvitation({
      id,
      to: endpoint.address,
      applicationId: invitation.applicationId,
      lifetimeMs,
      scheduler: network.scheduler,
      signal,
      onEnd: (ended, state) => this.#onOutgoingEnd(ended, state),
    });
    this.#outgoing.set(id, outgoing);
    this.#send(outgoing.to, {
      kind: 'invitation',
      id,
      from: inviterOf(member),
      peerName: contact?.peerName,
      invitation: copyOf(invitation),
      expiresAt: network.scheduler.now() + lifetimeMs,
    });
    this.#mutual.sent(outgoing);
    return outgoing;
  }

  register(event: EventHandle): InboxRegistration {
    const registration = new InboxRegistration(this.#signalOf('register', event));
    for (const invitation of this.inbox.shown()) registration.push({ type: 'arrived', invitation });
    registration.follow(this.inbox.changes$);
    return registration;
  }

  receive(message: Message, from: string): void {
    switch (message.kind) {
      case 'invitation':
        return this.#receiveInvitation(message, from);
      case 'delivered':
        return this.#outgoing.get(message.id)?.delivered();
      case 'answer':
        return this.#outgoing.get(message.id)?.answered(message.response, message.agreesTo);
      case 'unreachable':
        return this.#outgoing.get(message.id)?.unreachable(message.hresult);
      case 'outcome':
        return this.inbox.find(message.id)?.end(message.state, message.hasAgreed);
    }
  }

  crash(): void {
    this.#init.onCrash();
  }

  /** Ends everything, and tells everybody concerned. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.inbox.close();
    for (const outgoing of [...this.#outgoing.values()]) outgoing.close();
    for (const event of [...this.#events.values()]) event.close();
  }

  #receiveInvitation(message: InvitationMessage, from: string): void {
    const { member, network } = this.#init;
    if (message.peerName !== undefined && message.peerName !== member.contact.peerName) {
      return this.#send(from, notAuthenticated(message.id));
    }
    // Too late: the sender has given up by itself.
    if (message.expiresAt <= network.scheduler.now()) return;
    const incoming = this.inbox.put(message);
    if (!this.#mutual.claims(incoming)) this.#present(incoming);
  }

  #present(incoming: IncomingInvitation): void {
    if (this.#isAllowed(incoming)) return this.inbox.show(incoming);
    this.inbox.discard(incoming);
    this.#send(incoming.from, unreachable(incoming.id));
  }

  #isAllowed(incoming: IncomingInvitation): boolean {
    try {
      return isAllowed(this.#init.policy, incoming.received());
    } catch (error) {
      // Reported as RxJS reports an error that nobody handles; the network goes on.
      throwError(() => error).subscribe();
      return false;
    }
  }

  #onOutgoingEnd(outgoing: OutgoingInvitation, state: FinalState | undefined): void {
    const { id, to } = outgoing;
    this.#outgoing.delete(id);
    const hasAgreed = this.#mutual.agrees(outgoing, state);
    if (state !== undefined) this.#send(to, { kind: 'outcome', id, state, hasAgreed });
    const released = this.#mutual.release(outgoing);
    if (released !== undefined && !this.#isClosed) this.#present(released);
  }

  #signalOf(operation: string, handle: EventHandle): () => void {
    const { scheduler, faults } = this.#init.network;
    const event = this.#events.get(handle);
    if (event === undefined) {
      throw new CollaborationError(
        'INVALID_ARGUMENT',
        `${operation}: the event is closed, or was not made by this adapter.`,
      );
    }
    for (const afterMs of faults.spuriousSignals(this.#address)) {
      event.own(scheduler.schedule(() => event.set(), afterMs));
    }
    return () => {
      for (let count = faults.signalCount(this.#address); count > 0; count -= 1) event.set();
    };
  }

  #send(to: string, message: Message): void {
    this.#init.network.send(this.#address, to, message);
  }
}

function copyOf(invitation: Invitation): Invitation {
  const { data } = invitation;
  return { ...invitation, ...(data === undefined ? {} : { data: Uint8Array.from(data) }) };
}
