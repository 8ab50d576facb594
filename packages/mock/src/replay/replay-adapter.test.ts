import {
  type CollaborationAdapter,
  type CollaborationError,
  invite,
  type InviteRequest,
} from '@beckon/core';
import { type InvitationTimeline, TimelineRecorder } from '@beckon/core/inspect';
import fc from 'fast-check';
import { VirtualTimeScheduler } from 'rxjs';
import { applicationId, virtualNetwork } from '../../test/virtual-network.ts';
import { type AdapterCall, createMockNetwork, type PeerAnswer, replayAdapter } from '../index.ts';

interface Recording {
  readonly heard: readonly string[];
  readonly timeline: InvitationTimeline;
}

interface Sending {
  readonly request: Partial<InviteRequest>;
  readonly leavesAt?: number | undefined;
}

/** Sends one invitation over `adapter`, and records it to its end. */
function record(
  adapter: CollaborationAdapter,
  scheduler: VirtualTimeScheduler,
  { request, leavesAt }: Sending,
): Recording {
  const recorder = new TimelineRecorder({ withContent: true });
  const heard: string[] = [];
  const subscription = invite(
    adapter,
    { to: { endpoint: { address: 'bob' } }, applicationId, ...request },
    {
      scheduler,
      inspect: recorder,
      onTeardownError: ({ message }) => heard.push(`${scheduler.now()} teardown: ${message}`),
    },
  ).subscribe({
    next: (status) => heard.push(`${scheduler.now()} ${JSON.stringify(status)}`),
    error: (error: unknown) =>
      heard.push(`${scheduler.now()} ${(error as CollaborationError).message}`),
  });
  if (leavesAt !== undefined) scheduler.schedule(() => subscription.unsubscribe(), leavesAt);
  scheduler.flush();
  return { heard, timeline: recorder.timelines[0]! };
}

/** What happens in one moment has no order. */
function entriesOf({ entries }: InvitationTimeline): string[] {
  return entries.map((entry) => JSON.stringify({ ...entry, call: undefined })).sort();
}

/** How the invitation of a timeline ended. */
function endOf({ entries }: InvitationTimeline): string {
  const end = entries.findLast(
    ({ type }) => type === 'status' || type === 'error' || type === 'left',
  );
  return end?.type === 'status' ? end.state : (end?.type ?? 'nothing');
}

const upTo = (max: number, min = 1): fc.Arbitrary<number | undefined> =>
  fc.option(fc.integer({ min, max }), { nil: undefined });

describe('replayAdapter', () => {
  it('gives the same invitation the same statuses at the same times, over the same calls', () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(
        fc.record({
          answer: fc.constantFrom<PeerAnswer[]>(
            { action: 'accepted', message: 'Yes', data: Uint8Array.of(1, 2) },
            { action: 'declined', message: 'No' },
            { action: 'ignored' },
            { action: 'unreachable' },
            { action: 'error', hresult: 0x80070005, message: 'failed' },
          ),
          afterMs: fc.nat(50),
          latencyMs: fc.nat(30),
          failing: fc.option(
            fc.constantFrom<AdapterCall[]>(
              'invitations.inviteEndpoint',
              'InvitationHandle.response',
              'InvitationHandle.cancel',
              'InvitationHandle.close',
            ),
            { freq: 4, nil: undefined },
          ),
          leavesAt: upTo(60),
          expiresInMs: upTo(80),
          // More questions than this do not fit into a timeline.
          pollIntervalMs: upTo(20, 5),
        }),
        ({
          answer,
          afterMs,
          latencyMs,
          failing,
          leavesAt,
          expiresInMs = 1_000,
          pollIntervalMs,
        }) => {
          const scheduler = new VirtualTimeScheduler();
          const network = createMockNetwork({ scheduler, latencyMs });
          network.peer('bob').answers(() => ({ ...answer, afterMs }));
          if (failing !== undefined) {
            network.inject({ type: 'reject', call: failing, code: 'SERVICE_UNAVAILABLE' });
          }
          const alice = network.join({ name: 'alice' });
          void alice.open();
          const sending: Sending = {
            request: { expiresInMs, ...(pollIntervalMs !== undefined && { pollIntervalMs }) },
            leavesAt,
          };
          const first = record(alice, scheduler, sending);

          const later = new VirtualTimeScheduler();
          const replay = replayAdapter(fromBugReport(first.timeline), { scheduler: later });
          const second = record(replay, later, sending);
          expect(second.heard).toEqual(first.heard);
          expect(entriesOf(second.timeline)).toEqual(entriesOf(first.timeline));
          ends.add(endOf(first.timeline));
        },
      ),
      { numRuns: 500 * Number(process.env['BECKON_RUNS'] ?? 1) },
    );
    expect([...ends].sort()).toEqual(['accepted', 'declined', 'error', 'expired', 'left']);
  });

  it('replays the endpoints of a contact, the one that wins and those that are withdrawn', () => {
    const { network, scheduler } = virtualNetwork({ latencyMs: 5 });
    network.peer('bob/laptop').ignores();
    network.peer('bob/phone').afterMs(20).accepts();
    const alice = network.join({ name: 'alice' });
    void alice.open();
    const endpoints = [{ address: 'bob/laptop' }, { address: 'bob/phone' }];
    const contacts = {
      ...alice.contacts,
      endpoints: () => alice.identity.endpoints().then(() => endpoints),
    };
    const to = { contact: network.peer('bob/phone').contact };
    const first = record({ ...alice, contacts }, scheduler, { request: { to } });
    expect(endOf(first.timeline)).toBe('accepted');

    const later = new VirtualTimeScheduler();
    const replay = replayAdapter(fromBugReport(first.timeline), { scheduler: later });
    const second = record(replay, later, { request: { to } });
    expect(second.heard).toEqual(first.heard);
    const withdrawals = entriesOf(second.timeline).filter((line) =>
      line.includes('answeredElsewhere'),
    );
    expect(withdrawals).toHaveLength(1);
    expect(entriesOf(first.timeline)).toEqual(expect.arrayContaining(withdrawals));
  });

  it('ends the event when the adapter was closed', () => {
    const { network, scheduler, at } = virtualNetwork();
    network.peer('bob').ignores();
    const alice = network.join({ name: 'alice' });
    void alice.open();
    at(30, () => void alice.close());
    const first = record(alice, scheduler, { request: {} });
    expect(first.heard.at(-1)).toContain('30 ');

    const later = new VirtualTimeScheduler();
    const replay = replayAdapter(fromBugReport(first.timeline), { scheduler: later });
    expect(record(replay, later, { request: {} }).heard).toEqual(first.heard);
  });

  it('never answers a call that was never answered, and answers at once what the timeline does not have', () => {
    const timeline: InvitationTimeline = {
      adapter: 'native',
      startedAtMs: 0,
      request: { applicationId },
      omitted: 0,
      entries: [
        { atMs: 0, type: 'call', call: 0, operation: 'createEvent', attempt: 0 },
        { atMs: 0, type: 'call', call: 1, operation: 'invitations.inviteEndpoint', attempt: 0 },
      ],
    };
    const scheduler = new VirtualTimeScheduler();
    const adapter = replayAdapter(timeline, { scheduler });
    expect(adapter.name).toBe('native');
    const hung = record(adapter, scheduler, { request: {}, leavesAt: 50 });
    expect(hung.heard).toEqual(['0 {"state":"sending"}']);
    const unknown = record(adapter, scheduler, { request: {} });
    expect(unknown.heard.at(-1)).toBe('50 replayAdapter: the timeline has no invitation to bob.');
  });

  it('refuses what is no timeline', () => {
    expect(() => replayAdapter({} as InvitationTimeline)).toThrow(TypeError);
  });
});

/** The timeline as JSON has it. */
function fromBugReport(timeline: InvitationTimeline): InvitationTimeline {
  return JSON.parse(JSON.stringify(timeline)) as InvitationTimeline;
}
