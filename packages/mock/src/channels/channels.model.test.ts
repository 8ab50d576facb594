import { createGuid } from '@beckon/core';
import { CHANNEL_LIMITS, type ChannelHandle } from '@beckon/core/adapter';
import fc from 'fast-check';
import { virtualNetwork } from '../../test/virtual-network.ts';
import type { MockAdapter } from '../index.ts';

const NAMES = ['alice', 'bob'] as const;
type Name = (typeof NAMES)[number];

const SIZES = [2, 100_000, CHANNEL_LIMITS.messageBytes];

/** Longer than a side waits for the other to open the channel, and for its end to arrive. */
const END_MS = 2 * CHANNEL_LIMITS.openingMs;

const step = fc.record({
  at: fc.integer({ min: 0, max: 300 }),
  who: fc.constantFrom(...NAMES),
  does: fc.oneof(
    { weight: 3, arbitrary: fc.constant('open' as const) },
    { weight: 8, arbitrary: fc.constant('send' as const) },
    { weight: 6, arbitrary: fc.constant('take' as const) },
    { weight: 2, arbitrary: fc.constant('close' as const) },
  ),
  size: fc.constantFrom(...SIZES),
});

const script = fc.record({
  steps: fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }),
  latencyMs: fc.integer({ min: 0, max: 20 }),
  crash: fc.option(
    fc.record({ at: fc.integer({ min: 0, max: 300 }), who: fc.constantFrom(...NAMES) }),
    { nil: undefined },
  ),
});

type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;

/** One opening of one side, with what its app did and saw. */
interface Opening {
  readonly number: number;
  readonly handle: ChannelHandle;
  /** The result of each `send()` that its app has called, in order. */
  readonly sends: { code?: string; isDone: boolean }[];
  readonly seen: string[];
  close: { code?: string; isDone: boolean } | undefined;
}

/** Plays a script. Every message carries the number of its opening, and its place in it. */
function play({ steps, latencyMs, crash }: Script): readonly Opening[] {
  const { network, at, flush } = virtualNetwork({ latencyMs });
  const adapters = Object.fromEntries(
    NAMES.map((name) => [name, network.join({ name })]),
  ) as Record<Name, MockAdapter>;
  const openings: Opening[] = [];
  const present: Partial<Record<Name, Opening>> = {};
  for (const name of NAMES) void adapters[name].open();
  void adapters.alice.invitations.sendToEndpoint(
    { address: 'bob' },
    { applicationId: createGuid() },
  );
  at(50, () => void adapters.bob.inbox.accept('invitation-1'));

  const open = (name: Name): void => {
    const event = createEvent(adapters[name]);
    if (event === undefined) return;
    adapters[name].channels.open('invitation-1', event).then(
      (handle) => {
        const opening = {
          number: openings.length,
          handle,
          sends: [],
          seen: [],
          close: undefined,
        };
        openings.push(opening);
        present[name] = opening;
      },
      () => event.close(),
    );
  };
  const take = ({ handle, seen }: Opening, onTaken: () => void = () => undefined): void => {
    handle.next().then(
      (change) => {
        if (change === undefined) return;
        seen.push(
          change.type === 'message' ? [...change.data.subarray(0, 2)].join('.') : change.type,
        );
        onTaken();
      },
      (error: unknown) => {
        const { code } = error as { readonly code: string };
        // The side itself has crashed, or was closed: what it saw before counts.
        if (code !== 'NOT_INITIALIZED' && code !== 'CLOSED') seen.push(code);
      },
    );
  };
  const drain = (opening: Opening): void => take(opening, () => drain(opening));
  const noted = (call: PromiseLike<void>): { code?: string; isDone: boolean } => {
    const result: { code?: string; isDone: boolean } = { isDone: false };
    call.then(
      () => (result.isDone = true),
      (error: unknown) => Object.assign(result, { isDone: true, ...(error as { code: string }) }),
    );
    return result;
  };
  for (const name of NAMES) at(100, () => open(name));
  for (const { at: frame, who, does, size } of steps) {
    at(100 + frame, () => {
      if (does === 'open') return open(who);
      const opening = present[who];
      if (opening === undefined || opening.close !== undefined) return;
      if (does === 'take') return take(opening);
      if (does === 'close') {
        opening.close = noted(opening.handle.close());
        return;
      }
      const message = new Uint8Array(size);
      message.set([opening.number, opening.sends.length]);
      opening.sends.push(noted(opening.handle.send(message)));
    });
  }
  if (crash !== undefined) at(100 + crash.at, () => network.crash(crash.who));
  // At last both take everything, again and again: what was held up comes then.
  for (let frame = 500; frame < 3_000; frame += 50) {
    at(frame, () => {
      for (const opening of openings) {
        if (opening.close === undefined && !isOver(opening)) drain(opening);
      }
    });
  }
  at(END_MS + 3_000, () => {
    for (const opening of openings) {
      if (opening.close === undefined && !isOver(opening)) drain(opening);
    }
  });
  flush();
  return openings;
}

function createEvent(adapter: MockAdapter) {
  try {
    return adapter.createEvent();
  } catch {
    return undefined;
  }
}

function isOver({ seen }: Opening): boolean {
  const last = seen.at(-1);
  return last === 'ended' || (last !== undefined && /^[A-Z]/.test(last));
}

describe('a channel', () => {
  it('keeps order and completeness on every interleaving, and nobody waits for ever', () => {
    let messages = 0;
    let ends = 0;
    fc.assert(
      fc.property(script, (played) => {
        const openings = play(played);
        for (const { sends, seen, close } of openings) {
          expect(sends.every(({ isDone }) => isDone)).toBe(true);
          expect(close?.isDone ?? true).toBe(true);
          const of = seen.filter((each) => each.includes('.')).map((each) => each.split('.'));
          const [from] = of[0] ?? [];
          // All messages come from one opening of the peer, from its first on, without a gap.
          expect(of).toEqual(of.map((_, index) => [from, String(index)]));
          messages += of.length;
          if (seen.length > 0 && !/^[A-Z]/.test(seen[0]!)) expect(seen[0]).toBe('opened');
          expect(seen.filter((each) => each === 'opened').length).toBeLessThanOrEqual(1);
          if (!seen.includes('ended')) continue;
          ends += 1;
          expect(seen.indexOf('ended')).toBe(seen.length - 1);
          const sent = from === undefined ? undefined : openings[Number(from)];
          // Before ended came everything that the peer had sent.
          if (sent !== undefined) expect(of.length).toBe(sent.sends.length);
        }
      }),
      { numRuns: 500 },
    );
    // The scripts reach what they are about.
    expect(messages).toBeGreaterThan(100);
    expect(ends).toBeGreaterThan(50);
  });
});
