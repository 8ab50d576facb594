import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { invite, isCollaborationError } from '@beckon/core';
import type { EventHandle } from '@beckon/core/adapter';
import { firstValueFrom, lastValueFrom, map, toArray } from 'rxjs';
import type { NativeAdapter } from '../../src/index.ts';
import { REMINDER_MS } from '../../src/signals/signal-pump.ts';
import {
  ANSWER,
  FROM_THREAD,
  NO_SIGNAL,
  type ReferenceDll,
  SIGNAL_TWICE,
} from './reference-dll.ts';
import { withAdapter } from './reference.ts';
import { applicationId, endpoint, invitation } from './samples.ts';

/** Tests signals that come early, late, twice, from other threads, and very many at once. */
export function describeSignals(dll: ReferenceDll): void {
  void describe('signals', () => {
    void it('an answer from another thread is emitted', () =>
      withAdapter(dll, async (adapter) => {
        const states = statesOf(adapter);
        await pending(dll, 1);
        dll.answerAll(ANSWER.accepted, FROM_THREAD);
        assert.deepEqual(await states, ['sending', 'pending', 'accepted']);
      }));

    void it('a signal without an answer wakes nobody, and the answer still comes', () =>
      withAdapter(dll, async (adapter) => {
        const states = statesOf(adapter);
        const [handle] = await pending(dll, 1);
        for (let round = 0; round < 5; round++) {
          const asked = dll.callCount('PeerCollabGetInvitationResponse');
          dll.signal(handle!, 3);
          await until(() => dll.callCount('PeerCollabGetInvitationResponse') > asked);
        }
        dll.answer(handle!, ANSWER.declined);
        assert.deepEqual(await states, ['sending', 'pending', 'declined']);
      }));

    void it('an answer that signals twice is emitted once', () =>
      withAdapter(dll, async (adapter) => {
        const states = statesOf(adapter);
        await pending(dll, 1);
        dll.answerAll(ANSWER.accepted, SIGNAL_TWICE);
        assert.deepEqual(await states, ['sending', 'pending', 'accepted']);
      }));

    void it('an answer whose signal is lost is found by polling', () =>
      withAdapter(dll, async (adapter) => {
        const states = statesOf(adapter, { pollIntervalMs: 5 });
        await pending(dll, 1);
        dll.answerAll(ANSWER.accepted, NO_SIGNAL);
        assert.deepEqual(await states, ['sending', 'pending', 'accepted']);
      }));

    void it('an answer whose signal is lost is found within 30 seconds without polling', () =>
      withAdapter(dll, async (adapter) => {
        mock.timers.enable({ apis: ['setInterval'] });
        try {
          const states = statesOf(adapter);
          await pending(dll, 1);
          dll.answerAll(ANSWER.accepted, NO_SIGNAL);
          assert.ok(REMINDER_MS <= 30_000);
          mock.timers.tick(REMINDER_MS);
          assert.deepEqual(await states, ['sending', 'pending', 'accepted']);
        } finally {
          mock.timers.reset();
        }
      }));

    void it('an event keeps one signal for a later subscriber', () =>
      withAdapter(dll, async (adapter) => {
        const event = adapter.createEvent();
        const handle = await adapter.invitations.inviteEndpoint(endpoint, invitation, event);
        dll.answerAll(ANSWER.accepted);
        await new Promise((resolve) => setImmediate(resolve));
        await until(() => dll.callCount('PeerCollabGetInvitationResponse') > 0);
        await firstValueFrom(event.signaled$);
        assert.deepEqual(await handle.response(), { action: 'accepted' });
        await handle.close();
        event.close();
      }));

    void it('one event may serve many invitations', () =>
      withAdapter(dll, async (adapter) => {
        const event = adapter.createEvent();
        const handles = await Promise.all(
          Array.from({ length: 10 }, () =>
            adapter.invitations.inviteEndpoint(endpoint, invitation, event),
          ),
        );
        let answered = 0;
        const all = new Promise<void>((resolve) => {
          event.signaled$.subscribe(() => {
            answered += 1;
            if (answered === handles.length) resolve();
          });
        });
        dll.answerAll(ANSWER.accepted, FROM_THREAD);
        await all;
        for (const handle of handles) await handle.close();
        event.close();
      }));

    void it('events that share a kernel event get only their own answers', () =>
      withAdapter(dll, async (adapter) => {
        const sent = await Promise.all(Array.from({ length: 200 }, () => send(adapter)));
        const woken: number[] = [];
        sent.forEach(({ event }, index) => {
          event.signaled$.subscribe(() => woken.push(index));
        });
        const handles = dll.pendingInvitations();
        const chosen = [0, 70, 133, 199];
        for (const index of chosen) dll.answer(handles[index]!, ANSWER.accepted);
        await until(() => woken.length >= chosen.length);
        const answered = await Promise.all(
          sent.map(async ({ handle }) => typeof (await handle.response()) === 'object'),
        );
        assert.equal(answered.filter(Boolean).length, chosen.length);
        assert.deepEqual(
          [...woken].sort((a, b) => a - b),
          answered.flatMap((isAnswered, index) => (isAnswered ? [index] : [])),
        );
      }));

    for (const count of [1_000, 50_000]) {
      void it(`${count} answers at once are all emitted, with callbacks below koffi's limit`, () =>
        withAdapter(dll, async (adapter) => {
          let left = count;
          const all = new Promise<void>((resolve, reject) => {
            for (let index = 0; index < count; index++) {
              invite(adapter, { to: { endpoint }, applicationId }).subscribe({
                next: ({ state }) => {
                  if (state === 'accepted' && (left -= 1) === 0) resolve();
                },
                error: reject,
              });
            }
          });
          await pending(dll, count);
          assert.equal(dll.answerAll(ANSWER.accepted, FROM_THREAD), count);
          await all;
        }));
    }

    void it('closing while answers come in ends each invitation once', () =>
      withAdapter(dll, async (adapter) => {
        const count = 2_000;
        const ends = Array.from({ length: count }, () =>
          statesOf(adapter).then(
            (states) => states.at(-1),
            (error: unknown) => (isCollaborationError(error) ? error.code : error),
          ),
        );
        await pending(dll, count);
        dll.answerAll(ANSWER.accepted, FROM_THREAD);
        await until(() => dll.counters().pendingInvitations < count);
        await adapter.close();
        const seen = new Set(await Promise.all(ends));
        for (const end of seen) assert.ok(end === 'accepted' || end === 'CLOSED', String(end));
      }));
  });
}

function statesOf(
  adapter: NativeAdapter,
  options: { readonly pollIntervalMs?: number } = {},
): Promise<readonly string[]> {
  return lastValueFrom(
    invite(adapter, { to: { endpoint }, applicationId, ...options }).pipe(
      map(({ state }) => state),
      toArray(),
    ),
  );
}

async function send(adapter: NativeAdapter) {
  const event: EventHandle = adapter.createEvent();
  return { event, handle: await adapter.invitations.inviteEndpoint(endpoint, invitation, event) };
}

async function pending(dll: ReferenceDll, count: number): Promise<readonly bigint[]> {
  await until(() => dll.counters().pendingInvitations === count);
  return dll.pendingInvitations();
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}
