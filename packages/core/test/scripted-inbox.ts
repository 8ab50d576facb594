import { Subject } from 'rxjs';
import { AutoResetEvent, type EventHandle, type InboxChange } from '../src/adapter.ts';
import {
  type CollaborationAdapter,
  CollaborationError,
  parseGuid,
  type ReceivedInvitation,
  type ReceivedInvitationStatus,
} from '../src/index.ts';

type State = ReceivedInvitationStatus['state'];

/** An adapter with an inbox. The test decides its content. Queues are held back while `isSlow`. */
export class ScriptedInbox {
  readonly calls: string[] = [];
  readonly states = new Map<string, State>();
  readonly opened$ = new Subject<void>();
  isSlow = false;
  refusal: CollaborationError | undefined;
  /** Whether an answer stays under way until {@link decide} or {@link close}. */
  isHolding = false;
  /** Called just before a change is read. */
  beforeNext: () => void = () => undefined;
  readonly #arrived: ReceivedInvitation[] = [];
  readonly #queues = new Set<{ readonly changes: InboxChange[]; readonly event: EventHandle }>();
  readonly #events: AutoResetEvent[] = [];
  readonly #underWay = new Map<string, (result: State | CollaborationError) => void>();
  #isClosed = false;

  readonly adapter: CollaborationAdapter = {
    name: 'scripted',
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    createEvent: () => {
      if (this.#isClosed) throw new CollaborationError('NOT_INITIALIZED', 'closed');
      const event = new AutoResetEvent();
      this.#events.push(event);
      return event;
    },
    invitations: {} as CollaborationAdapter['invitations'],
    identity: {} as CollaborationAdapter['identity'],
    inbox: {
      changes: async (event) => {
        this.calls.push('changes');
        if (this.isSlow) await new Promise<void>((resolve) => this.opened$.subscribe(resolve));
        if (this.refusal !== undefined) throw this.refusal;
        const changes = this.#arrived
          .filter(({ id }) => this.states.get(id) === 'pending')
          .map((invitation): InboxChange => ({ type: 'arrived', invitation }));
        const queue = { changes, event };
        this.#queues.add(queue);
        return {
          next: () => {
            this.beforeNext();
            return Promise.resolve(queue.changes.shift());
          },
          close: () => {
            this.calls.push('close');
            this.#queues.delete(queue);
            return Promise.resolve();
          },
        };
      },
      status: (id) => {
        const state = this.states.get(id);
        return state === undefined
          ? Promise.reject(new CollaborationError('NOT_FOUND', id))
          : Promise.resolve({ state });
      },
      accept: (id, message) => {
        this.calls.push(`accept ${String(message)}`);
        return this.#answer(id, 'accepted');
      },
      decline: (id, message) => {
        this.calls.push(`decline ${String(message)}`);
        return this.#answer(id, 'declined');
      },
      fail: (id, reason) => {
        this.calls.push(`fail ${reason}`);
        this.change(id, 'failed');
        return Promise.resolve({ state: 'failed' });
      },
    },
  };

  get openEvents(): number {
    return this.#events.filter((event) => !event.isClosed).length;
  }

  get openQueues(): number {
    return this.#queues.size;
  }

  arrive(id: string): void {
    const invitation = {
      id,
      from: { endpoint: { address: 'ada' }, isVerified: true },
      applicationId: parseGuid('5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11'),
      expiresAt: 1000,
    };
    this.#arrived.push(invitation);
    this.states.set(id, 'pending');
    this.#tell({ type: 'arrived', invitation });
  }

  change(id: string, state: State): void {
    this.states.set(id, state);
    for (const queue of this.#queues) {
      const untaken = queue.changes.findIndex(
        (change) => change.type === 'arrived' && change.invitation.id === id,
      );
      // The contract allows to leave out an invitation that ends before its arrival has been read.
      if (untaken >= 0) queue.changes.splice(untaken, 1);
      else queue.changes.push({ type: 'statusChanged', invitationId: id, status: { state } });
    }
    this.signal();
  }

  signal(): void {
    for (const event of this.#events) event.set();
  }

  /** Decides about the answer that is under way: first in the inbox, then in the reply to the caller. */
  decide(id: string, state: State): void {
    this.change(id, state);
    this.replyToAnswer(id, state);
  }

  replyToAnswer(id: string, result: State | CollaborationError): void {
    this.#underWay.get(id)?.(result);
    this.#underWay.delete(id);
  }

  /** Ends everything, as the last `close()` of an adapter does. */
  close(): void {
    this.#isClosed = true;
    this.states.clear();
    for (const event of this.#events) event.close();
    for (const id of this.#underWay.keys()) {
      this.replyToAnswer(id, new CollaborationError('CLOSED', 'closed'));
    }
  }

  #tell(change: InboxChange): void {
    for (const queue of this.#queues) queue.changes.push(change);
    this.signal();
  }

  #answer(id: string, state: State): Promise<ReceivedInvitationStatus> {
    const present = this.states.get(id);
    if (present === 'accepted' || present === 'declined' || this.#underWay.has(id)) {
      return Promise.reject(new CollaborationError('CLOSED', id));
    }
    if (this.isHolding) {
      return new Promise((resolve, reject) => {
        this.#underWay.set(id, (result) => {
          if (result instanceof CollaborationError) reject(result);
          else resolve({ state: result });
        });
      });
    }
    if (present === 'pending') this.change(id, state);
    return Promise.resolve({ state: this.states.get(id) ?? state });
  }
}
