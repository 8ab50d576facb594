import { CollaborationError, type InboxChange, type Registration } from '@beckon/core';
import type { Calls } from './calls.ts';
import type { InboxRegistration } from './inbox-registration.ts';
import type { Session } from './session.ts';

/** What the app has of its registration at the inbox. Taking an arrival is its delivery. */
export class InboxRegistrationHandle implements Registration<InboxChange> {
  readonly #registration: InboxRegistration;
  readonly #session: Session;
  readonly #calls: Calls;

  constructor(registration: InboxRegistration, session: Session, calls: Calls) {
    this.#registration = registration;
    this.#session = session;
    this.#calls = calls;
  }

  next(): PromiseLike<InboxChange | undefined> {
    return this.#calls.ask('next', () => {
      if (this.#session.isClosed)
        throw new CollaborationError('NOT_INITIALIZED', 'next: the mock adapter was closed.');
      const change = this.#registration.take();
      if (change?.type === 'arrived') this.#session.inbox.markDelivered(change.invitation.id);
      return change;
    });
  }

  close(): PromiseLike<void> {
    return this.#calls.act('closeRegistration', () => {
      if (!this.#session.isClosed) this.#registration.close();
    });
  }
}
