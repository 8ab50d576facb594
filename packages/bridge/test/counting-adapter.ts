import { CollaborationError, type Invitation, type InvitationResponse } from '@beckon/core';
import type { CollaborationObject, Unanswered } from '@beckon/core';
import {
  AutoResetEvent,
  type ChangeQueue,
  type CollaborationAdapter,
  type EndpointSubscription,
  type EventHandle,
  type InboxChange,
  type InvitationHandle,
  type ObjectHandle,
} from '@beckon/core/adapter';

/** An invitation that a {@link CountingAdapter} was given. */
export interface SentInvitation extends InvitationHandle {
  readonly invitation: Invitation;
  readonly event: AutoResetEvent | undefined;
  answer: InvitationResponse | Unanswered;
  readonly calls: string[];
}

/** How many of each kind an adapter has handed out and not got back; `adapter`: how often it is open. */
export type Held = Record<
  'adapter' | 'invitations' | 'queues' | 'objects' | 'subscriptions' | 'events',
  number
>;

export const NOTHING_HELD: Readonly<Held> = {
  adapter: 0,
  invitations: 0,
  queues: 0,
  objects: 0,
  subscriptions: 0,
  events: 0,
};

/** An adapter that does nothing but remember, and replies when the test says so: by default at once. */
export class CountingAdapter implements CollaborationAdapter {
  readonly name = 'counting';
  readonly held: Held = { ...NOTHING_HELD };
  readonly sent: SentInvitation[] = [];
  readonly changes: InboxChange[] = [];
  readonly madeEvents: AutoResetEvent[] = [];
  /** What the next calls reject with. */
  readonly failures: Error[] = [];
  /** Replies that are held back; while `undefined`, none is. */
  heldBack: (() => void)[] | undefined;

  async open(): Promise<void> {
    this.held.adapter += 1;
  }

  async close(): Promise<void> {
    this.held.adapter -= 1;
  }

  createEvent(): AutoResetEvent {
    const event = new AutoResetEvent(() => {
      this.held.events -= 1;
    });
    this.held.events += 1;
    this.madeEvents.push(event);
    return event;
  }

  readonly invitations = {
    reportsDelivery: false,
    carriesReply: true,
    inviteEndpoint: (_: unknown, invitation: Invitation, event?: EventHandle) =>
      this.#reply(() => this.#send(invitation, event)),
    inviteContact: (_: unknown, __: unknown, invitation: Invitation, event?: EventHandle) =>
      this.#reply(() => this.#send(invitation, event)),
    sendToEndpoint: () => this.#reply(() => undefined),
    sendToContact: () => this.#reply(() => undefined),
  };

  readonly identity = {
    reportsEndpoints: true,
    contact: () => this.#reply(() => ({ peerName: 'counting' })),
    card: () => this.#reply(() => 'the card'),
    endpoints: () => this.#reply(() => [{ address: 'counting' }]),
    name: () => this.#reply(() => 'counting'),
    setName: () => this.#reply(() => undefined),
  };

  readonly inbox = {
    changes: () =>
      this.#reply((): ChangeQueue<InboxChange> => ({
        next: async () => this.changes.shift(),
        close: this.#hold('queues'),
      })),
    status: () => this.#reply(() => ({ state: 'pending' }) as const),
    accept: () => this.#reply(() => ({ state: 'accepted' }) as const),
    decline: () => this.#reply(() => ({ state: 'declined' }) as const),
    fail: () => this.#reply(() => ({ state: 'failed' }) as const),
  };

  readonly objects = {
    publish: () => this.#reply((): ObjectHandle => ({ close: this.#hold('objects') })),
    own: () => this.#reply((): readonly CollaborationObject[] => []),
    at: () => this.#reply((): readonly CollaborationObject[] => []),
  };

  readonly endpointData = {
    refresh: () => this.#reply(() => undefined),
    delete: () => this.#reply(() => undefined),
    subscribe: () =>
      this.#reply((): EndpointSubscription => ({
        isNew: async () => true,
        close: this.#hold('subscriptions'),
      })),
    contactCard: () => this.#reply(() => 'a card'),
  };

  /** Lets what was held back go, and holds back no more. */
  replyToAll(): void {
    const replies = this.heldBack ?? [];
    this.heldBack = undefined;
    for (const reply of replies) reply();
  }

  #send(invitation: Invitation, event: EventHandle | undefined): SentInvitation {
    const calls: string[] = [];
    const close = this.#hold('invitations');
    const sent: SentInvitation = {
      invitation,
      event: event as AutoResetEvent | undefined,
      answer: 'pending',
      calls,
      response: async () => sent.answer,
      cancel: async (reason) => {
        calls.push(`cancel ${reason}`);
        const failure = this.failures.shift();
        if (failure !== undefined) throw failure;
      },
      close: () => {
        calls.push('close');
        return close();
      },
    };
    this.sent.push(sent);
    return sent;
  }

  /** Counts something that is handed out; gives its `close()`. */
  #hold(kind: keyof Held): () => Promise<void> {
    this.held[kind] += 1;
    let isClosed = false;
    return async () => {
      if (isClosed) throw new CollaborationError('CLOSED', 'closed twice');
      isClosed = true;
      this.held[kind] -= 1;
    };
  }

  #reply<T>(make: () => T): Promise<T> {
    const failure = this.failures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    const made = make();
    if (this.heldBack === undefined) return Promise.resolve(made);
    return new Promise((resolve) => this.heldBack?.push(() => resolve(made)));
  }
}
