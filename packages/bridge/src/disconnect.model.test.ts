import { createGuid, isCollaborationError } from '@beckon/core';
import type { EventHandle } from '@beckon/core/adapter';
import fc from 'fast-check';
import { cutAll } from '../test/pipe-pair.ts';
import { connected } from '../test/connected.ts';
import { NOTHING_HELD } from '../test/counting-adapter.ts';

const runs = Number(process.env['BECKON_RUNS'] ?? 500);
const invitation = { applicationId: createGuid() };
const endpoint = { address: 'bob' };
const object = { id: createGuid(), data: Uint8Array.of(1), publicationScope: 'all' } as const;
const allow = ['invitations', 'inbox', 'objects', 'endpointData'] as const;

type Step =
  | 'invite'
  | 'changes'
  | 'publish'
  | 'subscribe'
  | 'ask'
  | 'use a handle'
  | 'close a handle'
  | 'close an event'
  | 'signal'
  | 'hold replies'
  | 'let replies go'
  | 'cut'
  | 'host away'
  | 'host back'
  | 'open'
  | 'close'
  | 'wait';

const steps: readonly Step[] = [
  'invite',
  'invite',
  'changes',
  'publish',
  'subscribe',
  'ask',
  'use a handle',
  'close a handle',
  'close an event',
  'signal',
  'hold replies',
  'let replies go',
  'cut',
  'host away',
  'host back',
  'open',
  'close',
  'wait',
];

afterEach(cutAll);

it('a host keeps nothing of a client that has gone, and every call settles, whenever the connection is cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...steps), { maxLength: 40 }), async (play) => {
      const state = await connected({ allow });
      const { adapter, hosted } = state;
      const connections = new Set([state.latest.served]);
      const calls: Promise<unknown>[] = [];
      const handles: { close(): PromiseLike<void>; ask(): PromiseLike<unknown> }[] = [];
      const events: { close(): void; isCompleted: boolean }[] = [];
      const odd: unknown[] = [];

      /** Checks that a call resolves, or rejects with a code of the contract. */
      function track(call: () => PromiseLike<unknown>): void {
        calls.push(
          (async () => call())().catch((error: unknown) => {
            if (!isCollaborationError(error) || error.code === 'UNKNOWN') odd.push(error);
          }),
        );
      }

      /** Gives the call an event, and closes it when the call fails, as its owner does. */
      async function withEvent<T>(call: (event: EventHandle) => PromiseLike<T>): Promise<T> {
        const event = adapter.createEvent();
        const entry = { close: () => event.close(), isCompleted: false };
        event.signaled$.subscribe({ complete: () => (entry.isCompleted = true) });
        events.push(entry);
        try {
          return await call(event);
        } catch (error) {
          event.close();
          throw error;
        }
      }

      const act: Record<Step, () => unknown> = {
        invite: () =>
          track(async () => {
            const made = await withEvent((event) =>
              adapter.invitations.inviteEndpoint(endpoint, invitation, event),
            );
            handles.push({ close: () => made.close(), ask: () => made.response() });
          }),
        changes: () =>
          track(async () => {
            const made = await withEvent((event) => adapter.inbox!.changes(event));
            handles.push({ close: () => made.close(), ask: () => made.next() });
          }),
        publish: () =>
          track(async () => {
            const made = await adapter.objects!.publish(object);
            handles.push({ close: () => made.close(), ask: async () => undefined });
          }),
        subscribe: () =>
          track(async () => {
            const made = await adapter.endpointData!.subscribe(endpoint);
            handles.push({ close: () => made.close(), ask: () => made.isNew() });
          }),
        ask: () => track(async () => adapter.inbox?.status('1')),
        'use a handle': () => track(async () => handles[0]?.ask()),
        'close a handle': () => track(async () => handles.shift()?.close()),
        'close an event': () => events[0]?.close(),
        signal: () => hosted.madeEvents.at(-1)?.set(),
        'hold replies': () => (hosted.heldBack ??= []),
        'let replies go': () => hosted.replyToAll(),
        cut: () => state.latest.pair.cut(),
        'host away': () => (state.isHostAway = true),
        'host back': () => (state.isHostAway = false),
        open: () => track(async () => adapter.open()),
        close: () => track(async () => adapter.close()),
        wait: () => new Promise((resolve) => setImmediate(resolve)),
      };

      for (const step of play) {
        await act[step]();
        connections.add(state.latest.served);
      }
      hosted.replyToAll();
      await act.wait();
      connections.add(state.latest.served);
      state.latest.pair.cut();
      await Promise.all(calls);
      for (const served of connections) await served.ended;

      expect(odd).toEqual([]);
      expect(events.filter(({ isCompleted }) => !isCompleted)).toEqual([]);
      expect(hosted.held).toEqual(NOTHING_HELD);
    }),
    { numRuns: runs },
  );
}, 120_000);
