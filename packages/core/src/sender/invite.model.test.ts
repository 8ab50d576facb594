import fc from 'fast-check';
import { type Subscription, VirtualTimeScheduler } from 'rxjs';
import { ModelAdapter, type RecipientView } from '../../test/model-adapter.ts';
import {
  CollaborationError,
  invite,
  type InviteRequest,
  isFinalInvitationStatus,
} from '../index.ts';

/** At least 10 000 interleavings; more with the environment variable BECKON_RUNS. */
const RUNS = Math.max(10_000, Number(process.env['BECKON_RUNS'] ?? 0));

type Step =
  | { readonly do: 'subscribe' | 'unsubscribe' | 'abort' | 'process' | 'advance' }
  | {
      readonly do: 'deliver' | 'signal' | 'accept' | 'decline' | 'expire' | 'fail';
      readonly pick: number;
    };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'unsubscribe' }, { do: 'abort' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'advance' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'subscribe' }) },
  { weight: 6, arbitrary: fc.constant<Step>({ do: 'process' }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('deliver', 'deliver', 'signal', 'accept', 'decline', 'expire', 'fail'),
      pick: fc.nat(7),
    }),
  },
);

interface Consumer {
  subscription: Subscription;
  readonly heard: string[];
  readonly afterEnd: string[];
  isUnsubscribed: boolean;
}

/** What the sender's ending says of the recipient, for an invitation that the adapter took. */
const AGREEMENTS: Record<string, readonly RecipientView[]> = {
  accepted: ['accepted'],
  declined: ['declined'],
  // A stop that crosses a failure is still a stop.
  expired: ['expired', 'failed'],
  cancelled: ['withdrawn', 'failed'],
  UNREACHABLE: ['failed'],
  // Whoever leaves hears nothing more; an answer that had been read by then stands.
  unsubscribed: ['withdrawn', 'expired', 'accepted', 'declined', 'failed'],
};

describe('invite, however its steps interleave', () => {
  it.each<[string, Partial<InviteRequest>]>([
    ['with an event', {}],
    ['polling', { pollIntervalMs: 7 }],
    ['with an expiry', { expiresInMs: 20 }],
  ])('ends once, releases everything and leaves the recipient agreeing (%s)', (_, request) => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 4, maxLength: 40 }),
        fc.boolean(),
        (steps, refuses) => {
          const run = new Run(request, refuses);
          for (const next of steps) run.take(next);
          run.finish();
          run.check();
        },
      ),
      { numRuns: Math.ceil(RUNS / 3) },
    );
  });
});

class Run {
  readonly #model = new ModelAdapter();
  readonly #scheduler = new VirtualTimeScheduler();
  readonly #listeners = new Set<() => void>();
  readonly #consumers: Consumer[] = [];
  readonly #teardownErrors: CollaborationError[] = [];
  readonly #request: Partial<InviteRequest>;
  #isAborted = false;

  constructor(request: Partial<InviteRequest>, refuses: boolean) {
    this.#request = request;
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
      case 'accept':
        return model.answer(next.pick, { action: 'accepted' });
      case 'decline':
        return model.answer(next.pick, { action: 'declined', message: 'no' });
      case 'expire':
        return model.answer(next.pick, { action: 'expired' });
      case 'fail':
        return model.answer(next.pick, new CollaborationError('UNREACHABLE', 'gone'));
    }
  }

  /** Lets everybody leave and every reply arrive. */
  finish(): void {
    for (const consumer of this.#consumers) {
      if (!consumer.subscription.closed) consumer.isUnsubscribed = true;
      consumer.subscription.unsubscribe();
    }
    while (this.#model.hasWork) {
      this.#model.processNext();
      this.#model.deliver(0);
    }
  }

  check(): void {
    expect(this.#teardownErrors).toEqual([]);
    expect(this.#listeners.size).toBe(0);
    expect(this.#model.events.map(({ closeCount }) => closeCount)).toEqual(
      this.#model.events.map(() => 1),
    );
    expect(this.#model.invitations.map(({ closeCount }) => closeCount)).toEqual(
      this.#model.invitations.map(() => 1),
    );
    for (const { heard, afterEnd } of this.#consumers) {
      expect(afterEnd).toEqual([]);
      expect(heard[0]).toBe('sending');
    }
    this.#checkAgreement();
    // Nothing is left that would run later.
    expect(this.#scheduler.actions.filter((action) => !action.closed)).toEqual([]);
  }

  #checkAgreement(): void {
    // Calls are processed in order, so the nth invitation taken is that of the nth consumer who sent one.
    const senders = this.#consumers.filter(({ heard }) => !heard.includes('not sent'));
    this.#model.invitations.forEach(({ recipient }, index) => {
      const sender = senders[index];
      expect(sender).toBeDefined();
      expect(AGREEMENTS[endingOf(sender!)]).toContain(recipient);
    });
  }

  #subscribe(): void {
    const consumer: Consumer = {
      subscription: undefined as unknown as Subscription,
      heard: [],
      afterEnd: [],
      isUnsubscribed: false,
    };
    this.#consumers.push(consumer);
    let hasEnded = false;
    const hear = (what: string, isEnd: boolean): void => {
      (hasEnded || consumer.isUnsubscribed ? consumer.afterEnd : consumer.heard).push(what);
      hasEnded ||= isEnd;
    };
    consumer.subscription = invite(
      this.#model.adapter,
      {
        to: { endpoint: { address: 'bob' } },
        applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
        signal: this.#signal(),
        ...this.#request,
      },
      { scheduler: this.#scheduler, onTeardownError: (error) => this.#teardownErrors.push(error) },
    ).subscribe({
      next: (status) => hear(status.state, isFinalInvitationStatus(status)),
      error: (error: unknown) => hear((error as CollaborationError).code, true),
    });
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

function endingOf({ heard, isUnsubscribed }: Consumer): string {
  return isUnsubscribed ? 'unsubscribed' : (heard.at(-1) ?? 'nothing');
}
