import {
  type CollaborationError,
  incomingInvitations,
  invite,
  type ReceivedInvitationStatus,
  type Reception,
  type ReceptionVerdict,
} from '@beckon/core';
import fc from 'fast-check';
import { type Subscription, VirtualTimeScheduler } from 'rxjs';
import { createMockNetwork, type Fault, type MockAdapter } from '../src/index.ts';
import { Reply } from '../src/replies/reply.ts';

const NAMES = ['alice', 'bob', 'carol'] as const;
type Name = (typeof NAMES)[number];

const APPLICATIONS = [
  '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
  '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a22',
] as const;

const FAULTS: readonly Fault[] = [
  { type: 'duplicateSignal', probability: 0.5 },
  { type: 'spuriousSignal', afterMs: [0, 30] },
  { type: 'delay', ms: [0, 20], probability: 0.2 },
];

const time = fc.integer({ min: 0, max: 60 });

const inviteStep = fc.record({
  does: fc.constant('invite' as const),
  at: time,
  between: fc.shuffledSubarray([...NAMES], { minLength: 2, maxLength: 2 }),
  applicationId: fc.constantFrom(...APPLICATIONS),
  times: fc.oneof(
    fc.constant({}),
    fc.record({ expiresInMs: fc.integer({ min: 1, max: 80 }) }),
    // Polled only for a while: the virtual scheduler keeps every repetition.
    fc.record({
      expiresInMs: fc.integer({ min: 1, max: 80 }),
      pollIntervalMs: fc.integer({ min: 1, max: 30 }),
    }),
  ),
  stop: fc.option(
    fc.record({ by: fc.constantFrom('abort' as const, 'unsubscribe' as const), afterMs: time }),
    { nil: undefined },
  ),
  reaction: fc.record({ does: fc.constantFrom('accept', 'decline', 'nothing'), afterMs: time }),
});

const endStep = fc.record({
  does: fc.constantFrom('crash' as const, 'close' as const),
  at: time,
  who: fc.constantFrom(...NAMES),
});

type InviteStep = typeof inviteStep extends fc.Arbitrary<infer T> ? T : never;
type EndStep = typeof endStep extends fc.Arbitrary<infer T> ? T : never;

/** A network, and the actions of all its members. */
export const script = fc.record({
  invites: fc.array(inviteStep, { minLength: 1, maxLength: 8 }),
  ends: fc.array(endStep, { maxLength: 2 }),
  latencyMs: fc
    .tuple(fc.integer({ min: 0, max: 15 }), fc.nat(10))
    .map(([lowest, span]) => [lowest, lowest + span] as const),
  seed: fc.integer(),
  hasFaults: fc.boolean(),
  /** The time that each reception needs to decide. `undefined`: it decides at once. */
  decidesInMs: fc.option(fc.nat(30), { nil: undefined }),
});

export type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;

/** The outcome of one invitation. */
export interface Trace {
  readonly id: string;
  readonly from: Name;
  readonly to: Name;
  readonly applicationId: string;
  /** Final status or error code at the sender; `unsubscribed`. */
  sender: string;
  /** The final state or the error code at the recipient's adapter. */
  recipient: string;
  /** The state with which the recipient's `accept` or `decline` came back, if it answered. */
  answer: string | undefined;
  /** Whether neither side was closed or crashed since it was sent. */
  isUndisturbed: boolean;
}

/** Plays a script to its end, in virtual time. */
export class RandomPlay {
  readonly traces: Trace[] = [];
  readonly teardownErrors: unknown[] = [];
  readonly #scheduler = new VirtualTimeScheduler();
  readonly #network;
  readonly #adapters = new Map<Name, MockAdapter>();
  readonly #reactions = new Map<string, InviteStep['reaction']>();

  constructor({ invites, ends, latencyMs, seed, hasFaults, decidesInMs }: Script) {
    this.#network = createMockNetwork({ scheduler: this.#scheduler, latencyMs, seed });
    if (hasFaults) for (const fault of FAULTS) this.#network.inject(fault);
    for (const name of NAMES) {
      const reception = decidesInMs === undefined ? 'anyone' : this.#takesAfter(decidesInMs);
      this.#adapters.set(name, this.#network.join({ name, reception }));
      this.#open(name);
    }
    for (const step of invites) this.#scheduler.schedule(() => this.#invite(step), step.at);
    for (const step of ends) this.#scheduler.schedule(() => this.#end(step), step.at);
    this.#scheduler.flush();
  }

  /** Closes all adapters. @returns the number of timers that are left. */
  finish(): number {
    for (const trace of this.traces) this.#askRecipient(trace);
    this.#scheduler.flush();
    for (const adapter of this.#adapters.values()) void adapter.close();
    this.#scheduler.flush();
    return this.#scheduler.actions.length;
  }

  #takesAfter(delayMs: number): Reception {
    return () => {
      const verdict = new Reply<ReceptionVerdict>(this.#scheduler);
      this.#scheduler.schedule(() => verdict.resolve('take'), delayMs);
      return verdict;
    };
  }

  #adapter(name: Name): MockAdapter {
    return this.#adapters.get(name)!;
  }

  #open(name: Name): void {
    const adapter = this.#adapter(name);
    void adapter.open();
    incomingInvitations(adapter, { scheduler: this.#scheduler }).subscribe(({ id }) => {
      const { does, afterMs } = this.#reactions.get(id)!;
      if (does === 'nothing') return;
      this.#scheduler.schedule(() => this.#answer(adapter, id, does), afterMs);
    });
  }

  #answer(adapter: MockAdapter, id: string, does: string): void {
    const trace = this.traces.find((candidate) => candidate.id === id)!;
    const answering = does === 'accept' ? adapter.inbox.accept(id) : adapter.inbox.decline(id);
    trace.answer = 'never';
    answering.then(...outcomeTo((outcome) => (trace.answer = outcome)));
  }

  #invite({ between, applicationId, stop, reaction, times }: InviteStep): void {
    const [from, to] = between as [Name, Name];
    const trace: Trace = {
      id: `invitation-${this.traces.length + 1}`,
      from,
      to,
      applicationId,
      sender: 'never',
      recipient: 'never',
      answer: undefined,
      isUndisturbed: true,
    };
    this.traces.push(trace);
    this.#reactions.set(trace.id, reaction);
    const controller = stop?.by === 'abort' ? new AbortController() : undefined;
    const subscription: Subscription = invite(
      this.#adapter(from),
      {
        to: { endpoint: this.#adapter(to).endpoint },
        applicationId,
        ...(controller === undefined ? {} : { signal: controller.signal }),
        ...times,
      },
      {
        scheduler: this.#scheduler,
        onTeardownError: (error) => this.teardownErrors.push(error),
      },
    ).subscribe({
      next: ({ state }) => (trace.sender = state),
      error: (error: unknown) => (trace.sender = (error as CollaborationError).code),
    });
    if (stop === undefined) return;
    this.#scheduler.schedule(() => {
      if (controller !== undefined) controller.abort();
      else if (!subscription.closed) {
        trace.sender = 'unsubscribed';
        subscription.unsubscribe();
      }
    }, stop.afterMs);
  }

  #end({ does, who }: EndStep): void {
    for (const trace of this.traces) {
      if (trace.from === who || trace.to === who) trace.isUndisturbed = false;
    }
    if (does === 'crash') this.#network.crash(who);
    else void this.#adapter(who).close();
    this.#open(who);
  }

  #askRecipient(trace: Trace): void {
    this.#adapter(trace.to)
      .inbox.status(trace.id)
      .then(...outcomeTo((outcome) => (trace.recipient = outcome)));
  }
}

function outcomeTo(
  report: (outcome: string) => void,
): [(status: ReceivedInvitationStatus) => void, (error: unknown) => void] {
  return [
    ({ state }) => report(state),
    (error: unknown) => report((error as CollaborationError).code),
  ];
}
