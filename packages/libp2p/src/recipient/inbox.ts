import {
  type AutoResetEvent,
  CollaborationError,
  type InboxChange,
  type ReceivedInvitationStatus,
  type Registration,
} from '@beckon/core';
import type { InboxEntry } from './inbox-entry.ts';

/** How many invitations that have ended can still be asked for. */
const KEPT_STATUSES = 1_000;

type State = ReceivedInvitationStatus['state'];

interface Waiting {
  readonly resolve: (status: ReceivedInvitationStatus) => void;
  readonly reject: (error: CollaborationError) => void;
}

interface InboxRegistration extends Registration<InboxChange> {
  report(change: InboxChange): void;
}

/** The invitations that wait for an answer, what became of the last ones, and who wants to know. */
export class Inbox {
  readonly #pending = new Map<string, InboxEntry>();
  /** In the order in which they ended. */
  readonly #ended = new Map<string, State>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #registrations = new Set<InboxRegistration>();

  get pendingCount(): number {
    return this.#pending.size;
  }

  has(id: string): boolean {
    return this.#pending.has(id) || this.#ended.has(id);
  }

  add(entry: InboxEntry): void {
    const { invitation } = entry;
    this.#pending.set(invitation.id, entry);
    this.#report({ type: 'arrived', invitation });
  }

  /** The entry has ended. */
  settle(entry: InboxEntry): void {
    const { id } = entry.invitation;
    const status = { state: entry.state };
    this.#pending.delete(id);
    this.#ended.set(id, entry.state);
    for (const oldest of this.#ended.keys()) {
      if (this.#ended.size <= KEPT_STATUSES) break;
      this.#ended.delete(oldest);
    }
    this.#waiting.get(id)?.resolve(status);
    this.#waiting.delete(id);
    this.#report({ type: 'statusChanged', invitationId: id, status });
  }

  register(event: AutoResetEvent): Registration<InboxChange> {
    const changes: InboxChange[] = [];
    const registration: InboxRegistration = {
      report(change) {
        changes.push(change);
        event.set();
      },
      next: async () => {
        const change = changes.shift();
        if (change?.type === 'arrived') this.#pending.get(change.invitation.id)?.markShown();
        return change;
      },
      close: async () => {
        changes.length = 0;
        this.#registrations.delete(registration);
      },
    };
    this.#registrations.add(registration);
    for (const { invitation } of this.#pending.values()) {
      changes.push({ type: 'arrived', invitation });
    }
    if (changes.length > 0) event.set();
    return registration;
  }

  status(id: string): ReceivedInvitationStatus {
    const state = this.#pending.get(id)?.state ?? this.#ended.get(id);
    if (state === undefined) throw notFound('status', id);
    return { state };
  }

  /** Answers, and resolves with what stands in the end. */
  answer(
    id: string,
    answer: 'accepted' | 'declined',
    message?: string,
  ): Promise<ReceivedInvitationStatus> {
    const operation = answer === 'accepted' ? 'accept' : 'decline';
    const entry = this.#pending.get(id);
    const ended = this.#ended.get(id);
    if (entry === undefined && ended === undefined) throw notFound(operation, id);
    if (entry?.isAnswered === true || ended === 'accepted' || ended === 'declined') {
      throw new CollaborationError(
        'CLOSED',
        `Inbox.${operation}: invitation ${id} is answered already.`,
      );
    }
    if (entry === undefined) return Promise.resolve(this.status(id));
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      entry.answer(answer, message === undefined ? {} : { message });
    });
  }

  /** Forgets everything; answers that are still on their way fail with `CLOSED`. */
  close(): void {
    for (const entry of this.#pending.values()) entry.discard();
    for (const { reject } of this.#waiting.values()) {
      reject(
        new CollaborationError(
          'CLOSED',
          'The adapter was closed before the sender had the answer.',
        ),
      );
    }
    this.#pending.clear();
    this.#ended.clear();
    this.#waiting.clear();
    this.#registrations.clear();
  }

  #report(change: InboxChange): void {
    for (const registration of [...this.#registrations]) registration.report(change);
  }
}

function notFound(operation: string, id: string): CollaborationError {
  return new CollaborationError(
    'NOT_FOUND',
    `Inbox.${operation}: no invitation ${id} is known here (any more).`,
  );
}
