import {
  CollaborationError,
  type ReceivedInvitation,
  type ReceivedInvitationStatus,
} from '@beckon/core';
import {
  type AutoResetEvent,
  ChangeFeed,
  type ChangeQueue,
  FairRoom,
  type InboxChange,
  type InboxFailure,
} from '@beckon/core/adapter';
import type { ArrivedInvitation } from './arrived-invitation.ts';
import type { AnswerDetails } from './invitation-exchange.ts';

/**
 * How many ended invitations keep their status. Peers share the room as they share that of pending invitations, so
 * that one peer's invitations do not push out another's.
 */
const KEPT_STATUSES = 1_000;

type State = ReceivedInvitationStatus['state'];

interface Pending {
  readonly arrived: ArrivedInvitation;
  /** The change that the queues were told. */
  readonly arrival: InboxChange;
  /** The answer that waits for the sender's confirmation. */
  answer: Answer | undefined;
}

interface Answer {
  readonly operation: string;
  readonly resolve: (status: ReceivedInvitationStatus) => void;
  readonly reject: (error: CollaborationError) => void;
}

/** The taken invitations that wait for an answer, the outcome of the last ones, and the queues of the apps. */
export class Inbox {
  readonly #pending = new Map<string, Pending>();
  readonly #ended = new Map<string, State>();
  readonly #kept = new FairRoom<string>({
    places: KEPT_STATUSES,
    evict: (id) => this.#ended.delete(id),
    replacesOwn: true,
  });
  readonly #feed = new ChangeFeed<InboxChange>();

  /** Whether an invitation is known here, or was until lately. */
  has(id: string): boolean {
    return this.#pending.has(id) || this.#ended.has(id);
  }

  add(arrived: ArrivedInvitation): void {
    const { invitation } = arrived;
    const arrival: InboxChange = { type: 'arrived', invitation };
    this.#pending.set(invitation.id, { arrived, arrival, answer: undefined });
    this.#feed.emit(arrival);
  }

  /** The invitation has ended. */
  settle(arrived: ArrivedInvitation): void {
    const { id } = arrived.invitation;
    const status = { state: arrived.state };
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#kept.take(id, arrived.holder)) this.#ended.set(id, arrived.state);
    pending?.answer?.resolve(status);
    this.#feed.emit({ type: 'statusChanged', invitationId: id, status }, pending?.arrival);
  }

  changes(event: AutoResetEvent): ChangeQueue<InboxChange> {
    const pending = [...this.#pending.values()].map(({ arrival }) => arrival);
    const queue = this.#feed.open(() => event.set(), pending);
    return {
      next: async () => {
        const change = queue.take('ChangeQueue.next');
        if (change?.type !== 'arrived') return change;
        this.#pending.get(change.invitation.id)?.arrived.markShown();
        return { type: 'arrived', invitation: copyOf(change.invitation) };
      },
      close: async () => queue.close('ChangeQueue.close'),
    };
  }

  status(operation: string, id: string): ReceivedInvitationStatus {
    const state = this.#pending.get(id)?.arrived.state ?? this.#ended.get(id);
    if (state === undefined) throw notFound(operation, id);
    return { state };
  }

  /** Sends an answer, and resolves with the final status. */
  answer(
    operation: string,
    id: string,
    answer: 'accepted' | 'declined',
    details: AnswerDetails,
  ): Promise<ReceivedInvitationStatus> {
    const pending = this.#unanswered(operation, id);
    if (pending === undefined) return Promise.resolve(this.status(operation, id));
    return new Promise((resolve, reject) => {
      pending.answer = { operation, resolve, reject };
      pending.arrived.answer(answer, details);
    });
  }

  /** Fails an invitation that this side cannot take up, and returns the final status. */
  fail(operation: string, id: string, reason: InboxFailure): ReceivedInvitationStatus {
    this.#unanswered(operation, id)?.arrived.failHere(reason);
    return this.status(operation, id);
  }

  /** An invitation that can be answered; `undefined` when it has ended without an answer of this side. */
  #unanswered(operation: string, id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    const ended = pending === undefined ? this.#ended.get(id) : undefined;
    if (pending === undefined && ended === undefined) throw notFound(operation, id);
    if (pending?.arrived.isAnswered === true || ended === 'accepted' || ended === 'declined') {
      throw new CollaborationError(
        'CLOSED',
        `${operation}: the invitation ${id} is answered already.`,
      );
    }
    return pending;
  }

  /** Ends the queues. Answers that are on their way still count. */
  endFeed(): void {
    this.#feed.end();
  }

  /** Forgets everything. Answers that are still on their way fail with `CLOSED`. */
  close(): void {
    for (const { answer } of this.#pending.values()) {
      answer?.reject(
        new CollaborationError(
          'CLOSED',
          `${answer.operation}: the adapter was closed before the sender had the answer.`,
        ),
      );
    }
    this.#pending.clear();
    this.#ended.clear();
  }
}

/** Each listener gets its own copy of the data. */
function copyOf(invitation: ReceivedInvitation): ReceivedInvitation {
  const { data } = invitation;
  return data === undefined ? invitation : { ...invitation, data: new Uint8Array(data) };
}

function notFound(operation: string, id: string): CollaborationError {
  return new CollaborationError(
    'NOT_FOUND',
    `${operation}: no invitation ${id} is known here (any more).`,
  );
}
