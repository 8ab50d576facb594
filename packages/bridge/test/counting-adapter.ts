import {
  AutoResetEvent,
  type CollaborationAdapter,
  CollaborationError,
  type EventHandle,
  type InboxChange,
  type Invitation,
  type InvitationHandle,
  type InvitationResponse,
  type Registration,
  type Unanswered,
} from '@beckon/core';

/** An invitation that a {@link CountingAdapter} has taken. */
export interface Taken extends InvitationHandle {
  readonly invitation: Invitation;
  readonly event: AutoResetEvent | undefined;
  answer: InvitationResponse | Unanswered;
  readonly calls: string[];
}

/**
 * An adapter that does nothing but remember, and replies when the test says so: by default at once.
 * What it has handed out and not got back is in `held`.
 */
export class CountingAdapter implements CollaborationAdapter {
  readonly name = 'counting';
  readonly held = { adapter: 0, invitations: 0, registrations: 0, events: 0 };
  readonly taken: Taken[] = [];
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
    const counts = this.held;
    const event = new (class extends AutoResetEvent {
      override close(): void {
        if (!this.isClosed) counts.events -= 1;
        super.close();
      }
    })();
    counts.events += 1;
    this.madeEvents.push(event);
    return event;
  }

  readonly invitations = {
    reportsDelivery: false,
    inviteEndpoint: (_: unknown, invitation: Invitation, event?: EventHandle) =>
      this.#reply(() => this.#take(invitation, event)),
    inviteContact: (_: unknown, __: unknown, invitation: Invitation, event?: EventHandle) =>
      this.#reply(() => this.#take(invitation, event)),
    sendToEndpoint: () => this.#reply(() => undefined),
    sendToContact: () => this.#reply(() => undefined),
  };

  readonly inbox = {
    register: () => this.#reply(() => this.#register()),
    status: () => this.#reply(() => ({ state: 'pending' }) as const),
    accept: () => this.#reply(() => ({ state: 'accepted' }) as const),
    decline: () => this.#reply(() => ({ state: 'declined' }) as const),
  };

  /** Lets what was held back go, and holds back no more. */
  replyToAll(): void {
    const replies = this.heldBack ?? [];
    this.heldBack = undefined;
    for (const reply of replies) reply();
  }

  #take(invitation: Invitation, event: EventHandle | undefined): Taken {
    this.held.invitations += 1;
    const calls: string[] = [];
    const taken: Taken = {
      invitation,
      event: event as AutoResetEvent | undefined,
      answer: 'pending',
      calls,
      response: async () => taken.answer,
      cancel: async (reason) => {
        calls.push(`cancel ${reason}`);
        const failure = this.failures.shift();
        if (failure !== undefined) throw failure;
      },
      close: async () => {
        calls.push('close');
        this.held.invitations -= 1;
      },
    };
    this.taken.push(taken);
    return taken;
  }

  #register(): Registration<InboxChange> {
    this.held.registrations += 1;
    let isClosed = false;
    return {
      next: async () => this.changes.shift(),
      close: async () => {
        if (isClosed) throw new CollaborationError('CLOSED', 'closed twice');
        isClosed = true;
        this.held.registrations -= 1;
      },
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
