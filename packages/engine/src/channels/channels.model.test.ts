import { createGuid, isCollaborationError } from '@beckon/core';
import type { ChannelChange } from '@beckon/core/adapter';
import fc from 'fast-check';
import { of, VirtualTimeScheduler } from 'rxjs';
import { runs } from '../../test/arbitraries.ts';
import { runUntil } from '../../test/run-until.ts';
import { createEngineCounters } from '../counters.ts';
import { Deadlines } from '../deadlines.ts';
import { createConnectionSigns } from '../link/connection-signs.ts';
import { resolveLimits } from '../options.ts';
import type { PeerStream, StreamListener } from '../transport.ts';
import { AcceptedInvitations, receivedId } from './accepted-invitations.ts';
import type { Channel } from './channel.ts';
import { Channels } from './channels.ts';

type Step =
  | { readonly does: 'open' | 'take' | 'close'; readonly side: 0 | 1 }
  | { readonly does: 'send'; readonly side: 0 | 1; readonly length: number }
  | { readonly does: 'deliver'; readonly side: 0 | 1; readonly bytes: number }
  | { readonly does: 'wait'; readonly ms: number }
  | { readonly does: 'cut' };

const side = fc.constantFrom(0 as const, 1 as const);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('open' as const), side }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('take' as const), side }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('close' as const), side }) },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('send' as const),
      side,
      length: fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.constantFrom(65_536, 1_048_576)),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant('deliver' as const),
      side,
      bytes: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(2_000_000)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      ms: fc.constantFrom(10, 600, 3_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('cut' as const) }) },
);

/** One end of a stream in memory. Sent bytes wait until {@link deliver} moves them, in pieces of any length. */
class End implements PeerStream {
  readonly protocol = 'channel';
  readonly peerName: string;
  readonly address: string;
  other: End | undefined;
  listener: StreamListener | undefined;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #isFull = false;
  #hasClosed = false;
  isEnded = false;

  constructor(peerName: string) {
    this.peerName = peerName;
    this.address = peerName;
  }

  listen(listener: StreamListener): void {
    this.listener = listener;
  }

  send(bytes: Uint8Array): boolean {
    if (this.isEnded || this.#hasClosed) return true;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#isFull = this.#waitingBytes > 100_000;
    return !this.#isFull;
  }

  async close(): Promise<void> {
    this.#hasClosed = true;
    if (this.#waitingBytes === 0) this.#finish();
  }

  abort(): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#finish();
  }

  abortConnection(): void {
    this.abort();
  }

  /** Moves waiting bytes to the other end. */
  deliver(bytes: number): boolean {
    const [first] = this.#waiting;
    if (first === undefined) return false;
    const piece = first.slice(0, bytes);
    if (piece.length === first.length) this.#waiting.shift();
    else this.#waiting[0] = first.subarray(piece.length);
    this.#waitingBytes -= piece.length;
    if (this.other?.isEnded === false) this.other.listener?.onData(piece);
    if (this.#isFull && this.#waitingBytes === 0 && !this.isEnded) {
      this.#isFull = false;
      this.listener?.onDrain();
    }
    if (this.#hasClosed && this.#waitingBytes === 0) this.#finish();
    return true;
  }

  #finish(): void {
    for (const end of [this, this.other]) {
      if (end === undefined || end.isEnded) continue;
      end.isEnded = true;
      end.listener?.onEnd();
    }
  }
}

/** One opening of one side, with all actions of its app and all changes that the app was told. */
interface Opening {
  readonly channel: Channel;
  readonly sent: number[];
  readonly taken: ChannelChange['type'][];
  readonly received: number[];
  readonly sends: Promise<string>[];
  failure?: string;
  closing?: Promise<void>;
}

class Model {
  readonly scheduler = new VirtualTimeScheduler();
  readonly openings: [Opening[], Opening[]] = [[], []];
  readonly #counters = createEngineCounters();
  readonly #sides: [Channels, Channels];
  readonly #ids: [string, string];
  readonly #ends: [End, End][] = [];
  #sent = 0;

  constructor() {
    const wireId = createGuid();
    this.#ids = [wireId, receivedId(wireId, 'ada')];
    const sides = [0, 1].map((index) => this.#channels(index as 0 | 1, wireId));
    this.#sides = sides as [Channels, Channels];
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      await this.#take(step);
      await turn();
    }
    await this.#settle();
    this.#check();
  }

  async #take(step: Step): Promise<void> {
    switch (step.does) {
      case 'open': {
        this.#open(step.side);
        return;
      }
      case 'send': {
        this.#send(step.side, step.length);
        return;
      }
      case 'take':
        return this.#next(step.side);
      case 'close': {
        const opening = this.#last(step.side);
        if (opening !== undefined) opening.closing ??= opening.channel.close();
        return;
      }
      case 'deliver':
        this.#ends.at(-1)?.[step.side].deliver(step.bytes);
        return;
      case 'wait': {
        runUntil(this.scheduler, this.scheduler.frame + step.ms);
        return;
      }
      case 'cut':
        this.#ends.at(-1)?.[0].abort();
        return;
    }
  }

  #open(index: 0 | 1): void {
    try {
      const channel = this.#sides[index].open('channels.open', this.#ids[index], () => undefined);
      this.openings[index].push({ channel, sent: [], taken: [], received: [], sends: [] });
    } catch (error) {
      expect(isCollaborationError(error, 'ALREADY_EXISTS')).toBe(true);
    }
  }

  #send(index: 0 | 1, length: number): void {
    const opening = this.#last(index);
    if (opening === undefined) return;
    const number = this.#sent++ % 256;
    const sending = opening.channel.send(new Uint8Array(length).fill(number));
    opening.sends.push(sending.then(() => 'sent', codeOf));
    // A message that rejects at once was not sent.
    opening.sent.push(number);
  }

  async #next(index: 0 | 1): Promise<void> {
    const opening = this.#last(index);
    if (opening === undefined || opening.closing !== undefined) return;
    await this.#takeOne(opening);
  }

  async #takeOne(opening: Opening): Promise<boolean> {
    try {
      const change = await opening.channel.next();
      if (change === undefined) return false;
      opening.taken.push(change.type);
      if (change.type === 'message') {
        expect(new Set(change.data).size).toBe(1);
        opening.received.push(change.data[0] ?? -1);
      }
      return true;
    } catch (error) {
      opening.failure = codeOf(error);
      return false;
    }
  }

  /** Delivers and takes everything, and closes all open sides. */
  async #settle(): Promise<void> {
    for (const phase of ['taking', 'closing'] as const) {
      for (let isBusy = true; isBusy;) {
        isBusy = false;
        for (const ends of this.#ends) {
          for (const end of ends) while (end.deliver(2_000_000)) isBusy = true;
        }
        for (const opening of this.openings.flat()) {
          if (opening.closing !== undefined) continue;
          while (await this.#takeOne(opening)) isBusy = true;
        }
        await turn();
        await turn();
      }
      if (phase === 'closing') break;
      for (const opening of this.openings.flat()) opening.closing ??= opening.channel.close();
      await turn();
    }
    // Sides that linger for an absent peer end too.
    runUntil(this.scheduler, this.scheduler.frame + 100_000);
    for (const { closing, sends } of this.openings.flat()) await Promise.all([closing, ...sends]);
    await turn();
  }

  #check(): void {
    const { creditOverruns, malformedFrames, unexpectedFrames, oversizedFrames } = this.#counters;
    expect([creditOverruns, malformedFrames, unexpectedFrames, oversizedFrames]).toEqual([
      0, 0, 0, 0,
    ]);
    for (const index of [0, 1] as const) {
      for (const { taken, received, failure } of this.openings[index]) {
        expect(taken.filter((type) => type === 'opened').length).toBeLessThanOrEqual(1);
        expect(taken.indexOf('opened')).toBeLessThanOrEqual(0);
        // An end or a failure, never both. The end comes last.
        const hasEnded = taken.includes('ended');
        expect(hasEnded && failure !== undefined && failure !== 'CLOSED').toBe(false);
        if (hasEnded) expect(taken.indexOf('ended')).toBe(taken.length - 1);
        // In order, without a gap: the received messages of one opening are the first sent ones of another.
        const origin = this.openings[1 - index]?.find(({ sent }) => sent[0] === received[0]);
        if (received.length > 0) expect(origin?.sent.slice(0, received.length)).toEqual(received);
      }
    }
    expect(this.scheduler.actions).toHaveLength(0);
    for (const [first, second] of this.#ends)
      expect([first.isEnded, second.isEnded]).toEqual([true, true]);
  }

  #last(index: 0 | 1): Opening | undefined {
    return this.openings[index].at(-1);
  }

  #channels(index: 0 | 1, wireId: ReturnType<typeof createGuid>): Channels {
    const accepted = new AcceptedInvitations({
      document: undefined,
      now: () => 0,
      knows: () => false,
    });
    const peerName = index === 0 ? 'bob' : 'ada';
    const id = this.#ids[index];
    const target = index === 0 ? { address: peerName, peerName } : undefined;
    accepted.add(
      id,
      { id, wireId, peerName, target },
      { peerName, origin: peerName, isKnown: true },
    );
    const deadlines = new Deadlines(this.scheduler);
    return new Channels({
      accepted,
      received: { isAccepting: () => false, isAcceptingFrom: () => false },
      routes: {
        openStream: () => of(this.#connect()),
        watchPeer: () => () => undefined,
      },
      knows: () => true,
      mayBeUseless: () => true,
      signsBelow: createConnectionSigns,
      limits: resolveLimits('test', {}),
      deadlines,
      scheduler: this.scheduler,
      counters: this.#counters,
    });
  }

  #connect(): End {
    const ends: [End, End] = [new End('bob'), new End('ada')];
    [ends[0].other, ends[1].other] = [ends[1], ends[0]];
    this.#ends.push(ends);
    queueMicrotask(() => this.#sides[1].onStream(ends[1]));
    return ends[0];
  }
}

function codeOf(error: unknown): string {
  return isCollaborationError(error) ? error.code : String(error);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

it('on every interleaving, messages come in order and without a gap, each side has one end, and nothing is left over', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 40 }), async (steps) => {
      await new Model().run(steps);
    }),
    runs(250),
  );
}, 120_000);
