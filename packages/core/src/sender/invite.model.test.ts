import fc from 'fast-check';
import { type Subscription, VirtualTimeScheduler } from 'rxjs';
import { hear, taken, transitions } from '../../test/observed-transitions.ts';
import { ModelAdapter, type RecipientView } from '../../test/model-adapter.ts';
import { errorFromHresult, hresultValue } from '../hresults.ts';
import {
  CollaborationError,
  type InvitationResponse,
  type InvitationStatus,
  invite,
  type InviteRequest,
  isFinalInvitationStatus,
  type RuntimeOptions,
} from '../index.ts';
import { TimelineRecorder } from '../inspect.ts';

// Every transition is written down.
jest.mock('./invitation-transitions.ts', () =>
  jest.requireActual<object>('../../test/observed-transitions.ts'),
);

/** At least 10 000 interleavings; more with the environment variable BECKON_RUNS. */
const RUNS = Math.max(10_000, Number(process.env['BECKON_RUNS'] ?? 0));

type Step =
  | { readonly do: 'subscribe' | 'unsubscribe' | 'abort' | 'process' | 'advance' }
  | {
      readonly do: Picking;
      readonly pick: number;
    };

type Picking = 'deliver' | 'signal' | 'show' | 'accept' | 'decline' | 'fail';

/** How an invitation can end without an answer of a person. */
const FAILURES: readonly (InvitationResponse | CollaborationError)[] = [
  new CollaborationError('UNREACHABLE', 'gone'),
  { action: 'error', message: 'no such application' },
  { action: 'expired' },
  errorFromHresult('response', hresultValue('PEER_E_TIMEOUT')),
  errorFromHresult('response', hresultValue('PEER_E_INVITE_CANCELLED')),
];

const bob = { address: 'bob' };
const reply = { message: 'yes', data: Uint8Array.of(1, 2, 3) };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<Step[]>(
      { do: 'subscribe' },
      { do: 'unsubscribe' },
      { do: 'abort' },
      { do: 'advance' },
    ),
  },
  { weight: 6, arbitrary: fc.constant<Step>({ do: 'process' }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('deliver'), pick: fc.nat(7) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom<Picking[]>('signal', 'show', 'accept', 'accept', 'decline', 'fail'),
      pick: fc.nat(7),
    }),
  },
);

interface Consumer {
  subscription: Subscription;
  readonly statuses: string[];
  readonly replies: Extract<InvitationStatus, { state: 'accepted' }>[];
  readonly afterEnd: string[];
  isUnsubscribed: boolean;
}

/**
 * For each end at the sender: the states that the recipient may have, once the adapter has sent the
 * invitation.
 */
const AGREEMENTS: Record<string, readonly RecipientView[]> = {
  accepted: ['accepted'],
  declined: ['declined'],
  // A stop that crosses a failure is still a stop, and an adapter can fail for either reason.
  expired: ['expired', 'failed'],
  cancelled: ['withdrawn', 'failed'],
  UNREACHABLE: ['failed'],
  REMOTE_ERROR: ['failed'],
  // A sender that has left hears nothing more; an answer that had been read by then stands.
  unsubscribed: ['withdrawn', 'expired', 'accepted', 'declined', 'failed'],
};

describe('invite, however its steps interleave', () => {
  it.each<[string, Partial<InviteRequest>, RuntimeOptions?]>([
    ['with an event', {}],
    ['polling', { pollIntervalMs: 7 }],
    ['with an expiry', { expiresInMs: 20 }],
    ['recorded', { expiresInMs: 20 }, { inspect: new TimelineRecorder() }],
  ])(
    'ends once, releases everything and leaves the recipient agreeing (%s)',
    (_, request, options = {}) => {
      fc.assert(
        fc.property(
          fc.array(step, { minLength: 4, maxLength: 40 }),
          fc.record({ refuses: fc.boolean(), settles: fc.boolean() }),
          (steps, { refuses, settles }) => {
            const run = new Run(request, options, refuses);
            run.take({ do: 'subscribe' });
            for (const next of steps) run.take(next);
            if (settles) run.settle();
            run.finish();
            run.check();
          },
        ),
        { numRuns: Math.ceil(RUNS / 4) },
      );
    },
  );

  it('takes every transition of the table, and emits only what the table says', () => {
    expect([...taken].sort()).toEqual([...transitions].sort());
  });
});

class Run {
  readonly #model = new ModelAdapter();
  readonly #scheduler = new VirtualTimeScheduler();
  readonly #listeners = new Set<() => void>();
  readonly #consumers: Consumer[] = [];
  readonly #teardownErrors: CollaborationError[] = [];
  /** The emissions that the transition in the table does not have. */
  readonly #unexpected: string[] = [];
  readonly #request: Partial<InviteRequest>;
  readonly #options: RuntimeOptions;
  #isAborted = false;

  constructor(request: Partial<InviteRequest>, options: RuntimeOptions, refuses: boolean) {
    this.#request = request;
    this.#options = options;
    this.#model.isRefusing = refuses;
  }

  take(next: Step): void {
    const model = this.#model;
    switch (next.do) {
      case 'subscribe':
        return this.#subscribe();
      case 'unsubscribe':
        return this.#unsubscribe();
      case 'abort':
        return this.#abort();
      case 'process':
        return model.processNext();
      case 'advance':
        return this.#advance();
      case 'deliver':
        return model.deliver(next.pick);
      case 'signal':
        return model.signal(next.pick);
      case 'show':
        return model.show(next.pick);
      case 'accept':
        return model.answer(next.pick, { action: 'accepted', ...reply });
      case 'decline':
        return model.answer(next.pick, { action: 'declined', message: 'no' });
      case 'fail':
        return model.answer(next.pick, FAILURES[next.pick % FAILURES.length]!);
    }
  }

  /** Lets every reply arrive. */
  settle(): void {
    while (this.#model.hasWork) {
      this.#model.processNext();
      this.#model.deliver(0);
    }
  }

  /** Lets everybody leave and every reply arrive. */
  finish(): void {
    for (const consumer of this.#consumers) {
      if (!consumer.subscription.closed) consumer.isUnsubscribed = true;
      consumer.subscription.unsubscribe();
    }
    this.settle();
  }

  check(): void {
    expect(this.#teardownErrors).toEqual([]);
    expect(this.#unexpected).toEqual([]);
    expect(this.#listeners.size).toBe(0);
    expect(this.#model.events.map(({ closeCount }) => closeCount)).toEqual(
      this.#model.events.map(() => 1),
    );
    expect(this.#model.invitations.map(({ closeCount }) => closeCount)).toEqual(
      this.#model.invitations.map(() => 1),
    );
    for (const { statuses, afterEnd, replies } of this.#consumers) {
      expect(afterEnd).toEqual([]);
      expect(statuses[0]).toBe('sending');
      for (const accepted of replies) {
        expect(accepted).toEqual({ state: 'accepted', endpoint: bob, ...reply });
        expect(accepted.data?.buffer).not.toBe(reply.data.buffer);
      }
    }
    this.#checkAgreement();
    // Nothing is left that would run later.
    expect(this.#scheduler.actions.filter((action) => !action.closed)).toEqual([]);
  }

  #checkAgreement(): void {
    // Calls are processed in order, so the nth invitation is that of the nth consumer who sent one.
    const senders = this.#consumers.filter(({ statuses }) => !statuses.includes('not sent'));
    this.#model.invitations.forEach(({ recipient }, index) => {
      const sender = senders[index];
      expect(sender).toBeDefined();
      expect(AGREEMENTS[endingOf(sender!)]).toContain(recipient);
    });
  }

  #subscribe(): void {
    const consumer: Consumer = {
      subscription: undefined as unknown as Subscription,
      statuses: [],
      replies: [],
      afterEnd: [],
      isUnsubscribed: false,
    };
    this.#consumers.push(consumer);
    let hasEnded = false;
    const write = (what: string, isEnd: boolean): void => {
      (hasEnded || consumer.isUnsubscribed ? consumer.afterEnd : consumer.statuses).push(what);
      hasEnded ||= isEnd;
    };
    const isAbortedBefore = this.#isAborted;
    consumer.subscription = invite(
      this.#model.adapter,
      {
        to: { endpoint: bob },
        applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
        signal: this.#signal(),
        ...this.#request,
      },
      {
        scheduler: this.#scheduler,
        onTeardownError: (error) => this.#teardownErrors.push(error),
        ...this.#options,
      },
    ).subscribe({
      next: (status) => {
        if (!isAbortedBefore && status.state !== 'sending') this.#checkHeard(status.state);
        if (status.state === 'accepted') consumer.replies.push(status);
        write(status.state, isFinalInvitationStatus(status));
      },
      error: (error: unknown) => {
        this.#checkHeard('error');
        write((error as CollaborationError).code, true);
      },
    });
  }

  #checkHeard(news: string): void {
    if (!hear(news)) this.#unexpected.push(news);
  }

  #unsubscribe(): void {
    const consumer = this.#consumers.find(({ subscription }) => !subscription.closed);
    if (consumer === undefined) return;
    consumer.isUnsubscribed = true;
    consumer.subscription.unsubscribe();
  }

  #signal(): NonNullable<InviteRequest['signal']> {
    const listeners = this.#listeners;
    const isAborted = (): boolean => this.#isAborted;
    return {
      get aborted() {
        return isAborted();
      },
      addEventListener: (_type, listener) => void listeners.add(listener),
      removeEventListener: (_type, listener) => void listeners.delete(listener),
    };
  }

  #abort(): void {
    this.#isAborted = true;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Runs the timer that is due next. */
  #advance(): void {
    const [next] = this.#scheduler.actions
      .filter((action) => !action.closed)
      .sort((a, b) => (a.delay ?? 0) - (b.delay ?? 0));
    if (next === undefined) return;
    this.#scheduler.maxFrames = next.delay ?? 0;
    this.#scheduler.flush();
  }
}

function endingOf({ statuses, isUnsubscribed }: Consumer): string {
  return isUnsubscribed ? 'unsubscribed' : (statuses.at(-1) ?? 'nothing');
}
