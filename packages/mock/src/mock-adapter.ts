import {
  type CollaborationAdapter,
  CollaborationError,
  type Contact,
  type Endpoint,
  type EventHandle,
  type IdentityFunctions,
  type InboxChange,
  type InboxFunctions,
  type Invitation,
  type InvitationFunctions,
  type InvitationHandle,
  type Registration,
} from '@beckon/core';
import { Calls } from './calls.ts';
import type { AdapterCall } from './fault.ts';
import { InboxRegistrationHandle } from './inbox-registration-handle.ts';
import { OutgoingInvitationHandle } from './outgoing-invitation-handle.ts';
import type { Member } from './member.ts';
import type { NetworkServices } from './network-services.ts';
import type { OutgoingInvitation } from './outgoing-invitation.ts';
import type { Policy } from './policy.ts';
import { Session } from './session.ts';

/** An adapter whose peers are in the same process. Made by `MockNetwork.join`. */
export interface MockAdapter extends CollaborationAdapter {
  /** Where others reach it while it is open. */
  readonly endpoint: Endpoint;
  /** Who others see. */
  readonly contact: Contact;
  readonly inbox: InboxFunctions;
  readonly identity: IdentityFunctions;
}

/** What an adapter needs of its network. */
export interface AdapterInit {
  readonly member: Member;
  readonly policy: Policy;
  readonly network: NetworkServices;
  /** Puts the session at the adapter's address; `undefined` leaves it empty. */
  readonly attach: (session: Session | undefined) => void;
}

/** Counts open and close, and turns the work of its session into replies. */
export class SessionAdapter implements MockAdapter {
  readonly name = 'mock';
  readonly endpoint: Endpoint;
  readonly contact: Contact;
  readonly invitations: InvitationFunctions;
  readonly inbox: InboxFunctions;
  readonly identity: IdentityFunctions;
  readonly #init: AdapterInit;
  readonly #calls: Calls;
  #session: Session | undefined;
  #openCount = 0;

  constructor(init: AdapterInit) {
    const { member, network } = init;
    this.#init = init;
    this.#calls = new Calls(member.endpoint.address, network);
    this.endpoint = member.endpoint;
    this.contact = member.contact;
    this.invitations = this.#invitationFunctions();
    this.inbox = this.#inboxFunctions();
    this.identity = this.#identityFunctions();
  }

  // The two take effect at the call, so that a test in virtual time need not wait for their promises.
  async open(): Promise<void> {
    this.#calls.check('open');
    this.#openCount += 1;
    if (this.#openCount > 1) return;
    const { member, policy, network, attach } = this.#init;
    this.#session = new Session({ member, policy, network, onCrash: () => this.#end() });
    attach(this.#session);
  }

  async close(): Promise<void> {
    if (this.#openCount === 0) throw notOpen('close');
    this.#openCount -= 1;
    if (this.#openCount === 0) this.#end();
  }

  createEvent(): EventHandle {
    return this.#opened('createEvent').createEvent();
  }

  #end(): void {
    const session = this.#session;
    this.#openCount = 0;
    this.#session = undefined;
    this.#init.attach(undefined);
    session?.close();
  }

  #invitationFunctions(): InvitationFunctions {
    const invite = (
      call: AdapterCall,
      endpoint: Endpoint,
      contact: Contact | undefined,
      invitation: Invitation,
      event?: EventHandle,
    ): OutgoingInvitation => this.#opened(call).invite(call, endpoint, contact, invitation, event);
    const withHandle = (
      call: AdapterCall,
      ...args: [Endpoint, Contact | undefined, Invitation, EventHandle | undefined]
    ): PromiseLike<InvitationHandle> =>
      this.#calls.act(call, () => {
        const session = this.#opened(call);
        return new OutgoingInvitationHandle(invite(call, ...args), session, this.#calls);
      });
    const withoutHandle = (
      call: AdapterCall,
      ...args: [Endpoint, Contact | undefined, Invitation]
    ): PromiseLike<void> => this.#calls.act(call, () => invite(call, ...args).discardResponse());
    return {
      reportsDelivery: true,
      inviteEndpoint: (endpoint, invitation, event) =>
        withHandle('inviteEndpoint', endpoint, undefined, invitation, event),
      inviteContact: (contact, endpoint, invitation, event) =>
        withHandle('inviteContact', endpoint, contact, invitation, event),
      sendToEndpoint: (endpoint, invitation) =>
        withoutHandle('sendToEndpoint', endpoint, undefined, invitation),
      sendToContact: (contact, endpoint, invitation) =>
        withoutHandle('sendToContact', endpoint, contact, invitation),
    };
  }

  #inboxFunctions(): InboxFunctions {
    return {
      register: (event) =>
        this.#calls.act('register', (): Registration<InboxChange> => {
          const session = this.#opened('register');
          return new InboxRegistrationHandle(session.register(event), session, this.#calls);
        }),
      status: (id) =>
        this.#calls.act('status', () => this.#opened('status').inbox.status('status', id)),
      accept: (id) =>
        this.#calls.defer('accept', (reply) =>
          this.#opened('accept').inbox.answer('accept', id, { action: 'accepted' }, reply),
        ),
      decline: (id, message) =>
        this.#calls.defer('decline', (reply) =>
          this.#opened('decline').inbox.answer(
            'decline',
            id,
            { action: 'declined', ...(message === undefined ? {} : { message }) },
            reply,
          ),
        ),
    };
  }

  #identityFunctions(): IdentityFunctions {
    return {
      contact: () =>
        this.#calls.act('contact', () => {
          this.#opened('contact');
          return this.contact;
        }),
      endpoints: () =>
        this.#calls.act('endpoints', () => {
          this.#opened('endpoints');
          return [this.endpoint];
        }),
    };
  }

  #opened(operation: string): Session {
    if (this.#session === undefined) throw notOpen(operation);
    return this.#session;
  }
}

function notOpen(operation: string): CollaborationError {
  return new CollaborationError(
    'NOT_INITIALIZED',
    `${operation}: the mock adapter is not open. Call open() first.`,
  );
}
