import type { Contact, Endpoint, InvitationResponse, ReceivedInvitation } from '@beckon/core';
import { Subject } from 'rxjs';
import { checkDuration } from './duration.ts';
import { Inbox } from './inbox.ts';
import type { IncomingInvitation } from './incoming-invitation.ts';
import type { Member } from './member.ts';
import type { InvitationMessage, Message } from './message.ts';
import type { MockPeer, PeerAnswer, PeerRecord, PeerRules } from './mock-peer.ts';
import type { NetworkServices } from './network-services.ts';
import type { Station } from './transport.ts';
import { notAuthenticated, unreachable } from './unreachable.ts';

type Decide = (invitation: ReceivedInvitation) => PeerAnswer;

/** Answers what comes into its inbox by rule. */
export class ScriptedPeer implements MockPeer, Station {
  readonly endpoint: Endpoint;
  readonly contact: Contact;
  readonly #network: NetworkServices;
  readonly #arrivals$ = new Subject<ReceivedInvitation>();
  readonly incoming$ = this.#arrivals$.asObservable();
  readonly #received: IncomingInvitation[] = [];
  #inbox: Inbox;
  #decide: Decide = () => ({ action: 'ignored' });

  constructor({ endpoint, contact }: Member, network: NetworkServices) {
    this.endpoint = endpoint;
    this.contact = contact;
    this.#network = network;
    this.#inbox = this.#createInbox();
  }

  get received(): readonly PeerRecord[] {
    return this.#received.map((incoming) => ({ ...incoming.received(), status: incoming.status }));
  }

  accepts(message?: string): MockPeer {
    return this.#after(0).accepts(message);
  }

  declines(message?: string): MockPeer {
    return this.#after(0).declines(message);
  }

  ignores(): MockPeer {
    return this.#after(0).ignores();
  }

  isUnreachable(): MockPeer {
    return this.#after(0).isUnreachable();
  }

  answers(decide: Decide): MockPeer {
    return this.#after(0).answers(decide);
  }

  afterMs(delayMs: number): PeerRules {
    checkDuration('afterMs: delayMs', delayMs);
    return this.#after(delayMs);
  }

  receive(message: Message, from: string): void {
    if (message.kind === 'invitation') this.#receiveInvitation(message, from);
    else if (message.kind === 'outcome') this.#inbox.find(message.id)?.end(message.state);
  }

  crash(): void {
    this.#inbox.close();
    this.#inbox = this.#createInbox();
  }

  #after(defaultMs: number): PeerRules {
    const rule = (decide: Decide): MockPeer => {
      this.#decide = (invitation) => ({ afterMs: defaultMs, ...decide(invitation) });
      return this;
    };
    const always = (answer: PeerAnswer): MockPeer => rule(() => answer);
    return {
      accepts: (message) => always({ action: 'accepted', ...optional(message) }),
      declines: (message) => always({ action: 'declined', ...optional(message) }),
      ignores: () => always({ action: 'ignored' }),
      isUnreachable: () => always({ action: 'unreachable' }),
      answers: rule,
      afterMs: (delayMs) => this.afterMs(delayMs),
    };
  }

  #receiveInvitation(message: InvitationMessage, from: string): void {
    if (message.peerName !== undefined && message.peerName !== this.contact.peerName) {
      return this.#send(from, notAuthenticated(message.id));
    }
    if (message.expiresAt <= this.#network.scheduler.now()) return;
    const incoming = this.#inbox.put(message);
    const { afterMs = 0, ...answer } = this.#decision(incoming);
    if (answer.action === 'unreachable') {
      return incoming.after(afterMs, () => {
        this.#inbox.discard(incoming);
        this.#send(from, unreachable(message.id));
      });
    }
    this.#received.push(incoming);
    this.#inbox.show(incoming);
    const received = incoming.received();
    this.#inbox.markDelivered(received.id);
    this.#arrivals$.next(received);
    if (answer.action === 'ignored') return;
    incoming.after(afterMs, () => this.#answer(incoming, answer));
  }

  #decision(incoming: IncomingInvitation): PeerAnswer {
    try {
      return this.#decide(incoming.received());
    } catch (error) {
      return { action: 'error', message: error instanceof Error ? error.message : String(error) };
    }
  }

  #answer(incoming: IncomingInvitation, response: InvitationResponse): void {
    if (incoming.isOpen) this.#inbox.sendAnswer(incoming, { response }, () => undefined);
  }

  #createInbox(): Inbox {
    return new Inbox({ ...this.#network, send: (to, message) => this.#send(to, message) });
  }

  #send(to: string, message: Message): void {
    this.#network.send(this.endpoint.address, to, message);
  }
}

function optional(message: string | undefined): { readonly message?: string } {
  return message === undefined ? {} : { message };
}
