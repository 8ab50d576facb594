import fc from 'fast-check';
import { type Observable, Subject, type Subscription } from 'rxjs';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { CollaborationEvent } from '../contract/collaboration-events.ts';
import type { EventHandle } from '../contract/event-handle.ts';
import { CollaborationError } from '../errors/collaboration-error.ts';
import { contacts } from './contacts.ts';
import { invitationChannel } from './channel.ts';
import { published } from './objects.ts';
import { ownPresence, presence } from './presence.ts';
import { signedIn } from './visibility.ts';

/** Interleavings; more with the environment variable BECKON_RUNS. */
const RUNS = Math.max(3_000, Number(process.env['BECKON_RUNS'] ?? 0));

/** What an adapter has handed out, and whether it came back exactly once. */
class Ledger {
  readonly faults: string[] = [];
  open = 0;

  take(what: string): { give(): void } {
    this.open += 1;
    let isGiven = false;
    return {
      give: () => {
        if (isGiven) this.faults.push(`${what} was released twice`);
        isGiven = true;
        this.open -= 1;
      },
    };
  }
}

/** An adapter whose replies come, fail, or wait when the test says so. */
class LedgerAdapter {
  readonly ledger = new Ledger();
  readonly signals = new Set<Subject<void>>();
  readonly replies: (() => void)[] = [];
  readonly #queues: CollaborationEvent[][] = [];
  isClosed = false;
  failsNext = false;
  scope = 'none';

  reply<T>(make: () => T): Promise<T> {
    const fails = this.failsNext;
    this.failsNext = false;
    return new Promise((resolve, reject) => {
      this.replies.push(() => {
        if (this.isClosed) reject(new CollaborationError('NOT_INITIALIZED', 'closed'));
        else if (fails) reject(new CollaborationError('UNKNOWN', 'broken'));
        else resolve(make());
      });
    });
  }

  happen(event: CollaborationEvent): void {
    for (const queue of this.#queues) queue.push(event);
    for (const signal$ of [...this.signals]) signal$.next();
  }

  close(): void {
    this.isClosed = true;
    for (const signal$ of [...this.signals]) signal$.complete();
  }

  createEvent(): EventHandle {
    if (this.isClosed) throw new CollaborationError('NOT_INITIALIZED', 'closed');
    const taken = this.ledger.take('event');
    const signal$ = new Subject<void>();
    this.signals.add(signal$);
    return {
      signaled$: signal$,
      close: () => {
        taken.give();
        this.signals.delete(signal$);
      },
    };
  }

  /** A handle is handed out with the reply, and not before. */
  handle<T extends object>(what: string, functions: T): Promise<T & { close(): Promise<void> }> {
    return this.reply(() => {
      const taken = this.ledger.take(what);
      return {
        ...functions,
        close: async () => {
          taken.give();
        },
      };
    });
  }

  get adapter(): CollaborationAdapter {
    const events = {
      changes: () => {
        const queue: CollaborationEvent[] = [];
        this.#queues.push(queue);
        return this.handle('queue', { next: () => this.reply(() => queue.shift()) });
      },
    };
    return {
      name: 'ledger',
      createEvent: () => this.createEvent(),
      events,
      presence: {
        own: () => this.reply(() => ({ status: 'online' })),
        at: () => this.reply(() => ({ status: 'busy' })),
      },
      contacts: { list: () => this.reply(() => []) },
      endpointData: {
        subscribe: () => this.handle('subscription', { isNew: () => this.reply(() => false) }),
      },
      objects: { publish: () => this.handle('object', {}) },
      channels: {
        open: () =>
          this.handle('channel', {
            next: () => this.reply(() => undefined),
            send: () => this.reply(() => undefined),
          }),
      },
      visibility: {
        scope: async () => this.scope,
        signIn: async (scope: string) => {
          this.scope = scope;
          return { isConnected: true };
        },
        signOut: async () => {
          this.scope = 'none';
        },
      },
    } as unknown as CollaborationAdapter;
  }
}

const bob = { address: 'bob' };
const object = {
  id: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11' as const,
  data: Uint8Array.of(1),
  publicationScope: 'all' as const,
};

const streams: Record<string, (adapter: CollaborationAdapter) => Observable<unknown>> = {
  contacts: (adapter) => contacts(adapter),
  ownPresence: (adapter) => ownPresence(adapter),
  presence: (adapter) => presence(adapter, bob),
  published: (adapter) => published(adapter, object as never),
  signedIn: (adapter) => signedIn(adapter, 'nearMe'),
  invitationChannel: (adapter) => invitationChannel(adapter, '1'),
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const step = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('subscribe', 'unsubscribe') },
  { weight: 6, arbitrary: fc.constant('reply') },
  { weight: 1, arbitrary: fc.constantFrom('fail', 'change', 'close') },
);

it.each(Object.keys(streams))(
  '%s releases everything exactly once, on every interleaving of subscribers, replies, failures and the end of the adapter',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const fake = new LedgerAdapter();
        const stream$ = streams[name]?.(fake.adapter);
        const subscriptions: Subscription[] = [];
        const afterEnd: string[] = [];
        for (const what of steps) {
          if (what === 'subscribe') {
            let hasEnded = false;
            const heard = (): void => {
              if (hasEnded) afterEnd.push('heard after its end');
            };
            const end = (): void => {
              heard();
              hasEnded = true;
            };
            const subscription = stream$?.subscribe({ next: heard, error: end, complete: end });
            if (subscription !== undefined) subscriptions.push(subscription);
          } else if (what === 'unsubscribe') subscriptions.shift()?.unsubscribe();
          else if (what === 'reply') fake.replies.shift()?.();
          else if (what === 'fail') fake.failsNext = true;
          else if (what === 'close') fake.close();
          else fake.happen({ type: 'requestStatusChanged', endpoint: bob });
          await settled();
        }
        for (const subscription of subscriptions) subscription.unsubscribe();
        // What the adapter still owes.
        for (let rest = fake.replies.shift(); rest !== undefined; rest = fake.replies.shift()) {
          rest();
          await settled();
        }
        await settled();
        expect([fake.ledger.faults, afterEnd, fake.ledger.open]).toEqual([[], [], 0]);
        if (!fake.isClosed) expect(fake.scope).toBe('none');
      }),
      { numRuns: RUNS / 10 },
    );
  },
);
