import { config, take, VirtualTimeScheduler } from 'rxjs';
import { ModelAdapter } from '../../test/model-adapter.ts';
import {
  type CollaborationAdapter,
  CollaborationError,
  invite,
  type InviteRequest,
} from '../index.ts';
import {
  type InvitationTimeline,
  type TimelineEntry,
  TimelineRecorder,
  type TimelineRecorderOptions,
} from '../inspect.ts';

const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
const bob = { endpoint: { address: 'bob' } };
const secret = { message: 'Meet at nine', data: Uint8Array.of(1, 2, 3) };

let model: ModelAdapter;
let scheduler: VirtualTimeScheduler;
beforeEach(() => {
  model = new ModelAdapter();
  scheduler = new VirtualTimeScheduler();
});

function settle(): void {
  while (model.hasWork) {
    model.processNext();
    model.deliver(0);
  }
}

/** Lets everything that is scheduled until `frame` happen. */
function advanceTo(frame: number): void {
  scheduler.schedule(() => undefined, frame - scheduler.now());
  scheduler.flush();
}

/** One line for each entry. */
function linesOf({ entries }: InvitationTimeline): string[] {
  return entries.map((entry) => `${entry.atMs} ${textOf(entry)}`);
}

function textOf(entry: TimelineEntry): string {
  switch (entry.type) {
    case 'status':
      return entry.state;
    case 'error':
      return entry.error.code;
    case 'call':
      return `${entry.call} ${entry.operation}${entry.reason === undefined ? '' : `(${entry.reason})`}`;
    case 'reply':
      return `${entry.call} -> ${entry.error?.code ?? entry.response?.action ?? entry.addresses?.join() ?? 'done'}`;
    default:
      return entry.type;
  }
}

interface Sent {
  readonly recorder: TimelineRecorder;
  readonly timeline: InvitationTimeline;
  readonly unsubscribe: () => void;
}

function send(
  request: Partial<InviteRequest> = {},
  options: TimelineRecorderOptions = {},
  adapter: CollaborationAdapter = model.adapter,
): Sent {
  const recorder = new TimelineRecorder(options);
  const subscription = invite(
    adapter,
    { to: bob, applicationId, ...request },
    { scheduler, inspect: recorder },
  ).subscribe({ error: () => undefined });
  return {
    recorder,
    timeline: recorder.timelines[0]!,
    unsubscribe: () => subscription.unsubscribe(),
  };
}

describe('TimelineRecorder', () => {
  it('writes statuses, calls, replies and signals, each with its time', () => {
    const { timeline } = send();
    settle();
    advanceTo(20);
    model.answer(0, { action: 'accepted', ...secret });
    settle();
    expect(linesOf(timeline)).toEqual([
      '0 sending',
      '0 0 createEvent',
      '0 1 invitations.inviteEndpoint',
      '0 1 -> done',
      '0 pending',
      '20 signal',
      '20 2 InvitationHandle.response',
      '20 2 -> accepted',
      '20 accepted',
      '20 3 InvitationHandle.close',
      '20 3 -> done',
      '20 4 EventHandle.close',
    ]);
  });

  it('writes that the subscriber has left, and the calls that this causes', () => {
    const { timeline, unsubscribe } = send();
    settle();
    unsubscribe();
    settle();
    expect(linesOf(timeline).slice(5)).toEqual([
      '0 left',
      '0 2 InvitationHandle.cancel(withdrawn)',
      '0 2 -> done',
      '0 3 InvitationHandle.close',
      '0 3 -> done',
      '0 4 EventHandle.close',
    ]);
  });

  it('writes why a call has failed, also when it throws', () => {
    model.isRefusing = true;
    const { timeline } = send();
    settle();
    expect(linesOf(timeline).slice(3)).toEqual([
      '0 1 -> INVALID_ARGUMENT',
      '0 INVALID_ARGUMENT',
      '0 2 EventHandle.close',
    ]);
    const broken = send(
      {},
      {},
      {
        ...model.adapter,
        createEvent: () => {
          throw new CollaborationError('NOT_INITIALIZED', 'createEvent: open the adapter first.');
        },
      },
    );
    expect(linesOf(broken.timeline)).toEqual([
      '0 sending',
      '0 0 createEvent',
      '0 0 -> NOT_INITIALIZED',
      '0 NOT_INITIALIZED',
    ]);
  });

  it('writes each endpoint of a contact as an attempt', () => {
    const endpoints = ['bob/laptop', 'bob/phone'].map((address) => ({ address }));
    const contacts = { endpoints: () => Promise.resolve(endpoints) };
    const adapter = { ...model.adapter, contacts } as unknown as CollaborationAdapter;
    const recorder = new TimelineRecorder();
    const status$ = invite(
      adapter,
      { to: { contact: { peerName: 'bob' } }, applicationId },
      { scheduler, inspect: recorder },
    );
    return new Promise<void>((resolve) => {
      const subscription = status$.subscribe(({ state }) => {
        if (state !== 'pending') return;
        const [timeline] = recorder.timelines;
        const calls = timeline!.entries.flatMap((entry) => (entry.type === 'call' ? [entry] : []));
        expect(calls).toEqual([
          { atMs: 0, type: 'call', call: 0, operation: 'contacts.endpoints' },
          { atMs: 0, type: 'call', call: 1, operation: 'createEvent', attempt: 0 },
          expect.objectContaining({ call: 2, attempt: 0, address: 'bob/laptop' }),
          { atMs: 0, type: 'call', call: 3, operation: 'createEvent', attempt: 1 },
          expect.objectContaining({ call: 4, attempt: 1, address: 'bob/phone' }),
        ]);
        expect(linesOf(timeline!)).toContain('0 0 -> bob/laptop,bob/phone');
        queueMicrotask(() => {
          subscription.unsubscribe();
          settle();
          resolve();
        });
      });
      setImmediate(settle);
    });
  });

  it('holds sizes only, and with withContent what was said', () => {
    for (const withContent of [false, true]) {
      const { timeline } = send(secret, { withContent });
      settle();
      model.answer(0, { action: 'accepted', ...secret });
      settle();
      const content = {
        messageUnits: 12,
        dataBytes: 3,
        ...(withContent && { message: secret.message, data: [1, 2, 3] }),
      };
      expect(timeline.request).toEqual({ address: 'bob', applicationId, ...content });
      expect(timeline.entries).toContainEqual({
        atMs: 0,
        type: 'status',
        state: 'accepted',
        address: 'bob',
        ...content,
      });
      expect(JSON.stringify(timeline).includes(secret.message)).toBe(withContent);
      expect(JSON.parse(JSON.stringify(timeline))).toEqual({ ...timeline });
    }
  });

  it('sends nothing for a subscriber who leaves at the first status', () => {
    const recorder = new TimelineRecorder();
    invite(model.adapter, { to: bob, applicationId }, { scheduler, inspect: recorder })
      .pipe(take(1))
      .subscribe();
    expect(linesOf(recorder.timelines[0]!)).toEqual(['0 sending', '0 left']);
    expect(model.hasWork).toBe(false);
  });

  it('keeps the latest timelines, and 1 000 entries of each with what the subscriber heard', () => {
    const { recorder, timeline } = send({}, { maxTimelines: 2 });
    settle();
    for (let signals = 0; signals < 1_000; signals++) {
      model.signal(0);
      settle();
    }
    model.answer(0, { action: 'declined' });
    settle();
    expect(timeline.entries).toHaveLength(1_001);
    expect(textOf(timeline.entries.at(-1)!)).toBe('declined');
    expect(timeline.omitted).toBeGreaterThan(1_000);
    for (let other = 0; other < 2; other++) {
      invite(model.adapter, { to: bob, applicationId }, { scheduler, inspect: recorder })
        .subscribe()
        .unsubscribe();
    }
    settle();
    expect(recorder.timelines).toHaveLength(2);
    expect(recorder.timelines).not.toContain(timeline);
    recorder.clear();
    expect(recorder.timelines).toEqual([]);
  });

  it('tells each entry, and survives a listener that throws', () => {
    const told: TimelineEntry[] = [];
    const unhandled: unknown[] = [];
    config.onUnhandledError = (error) => unhandled.push(error);
    jest.useFakeTimers();
    try {
      const { timeline } = send(
        {},
        {
          onEntry: (entry) => {
            told.push(entry);
            throw new Error('listener');
          },
        },
      );
      settle();
      expect(told).toEqual(timeline.entries);
      expect(linesOf(timeline).at(-1)).toBe('0 pending');
      jest.runAllTimers();
      expect(unhandled).toHaveLength(told.length);
    } finally {
      jest.useRealTimers();
      config.onUnhandledError = null;
    }
  });

  it.each([
    [{ maxTimelines: 0 }, RangeError],
    [{ maxTimelines: 1.5 }, RangeError],
    [{ withContent: 'yes' as unknown as boolean }, TypeError],
    [{ onEntry: 1 as unknown as () => void }, TypeError],
  ])('refuses the option %j', (options, error) => {
    expect(() => new TimelineRecorder(options)).toThrow(error);
  });
});
