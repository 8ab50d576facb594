import { type CollaborationAdapter, incomingInvitations, invite } from '@beckon/core';
import { map, mergeMap, type Observable } from 'rxjs';
import { createMockNetwork } from './index.ts';

// The app: a doorbell that shows each invitation, and how it ended.
function doorbell(adapter: CollaborationAdapter): Observable<string> {
  return incomingInvitations(adapter).pipe(
    mergeMap(({ from, message, status$ }) =>
      status$.pipe(
        map(({ state }) => (state === 'pending' ? `${from.endpoint.name}: ${message}` : state)),
      ),
    ),
  );
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('the doorbell says that Alice is there, and that the invitation expired', async () => {
  const network = createMockNetwork({ latencyMs: 10 });
  const alice = network.join({ name: 'alice', contact: { displayName: 'Alice' } });
  const bob = network.join({ name: 'bob' });
  await Promise.all([alice.open(), bob.open()]);
  const said: string[] = [];
  const states: string[] = [];

  doorbell(bob).subscribe((text) => said.push(text));
  invite(alice, {
    to: { endpoint: bob.endpoint },
    applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
    message: 'Tea?',
    expiresInMs: 30_000,
  }).subscribe(({ state }) => states.push(state));

  // Each reply of an adapter waits for a timer of 1 ms: leave some room.
  await jest.advanceTimersByTimeAsync(100);
  expect(said).toEqual(['Alice: Tea?']);
  expect(states).toEqual(['sending', 'pending', 'delivered']);

  await jest.advanceTimersByTimeAsync(30_000);
  expect(said).toEqual(['Alice: Tea?', 'expired']);
  expect(states).toEqual(['sending', 'pending', 'delivered', 'expired']);

  await Promise.all([alice.close(), bob.close()]);
  await jest.advanceTimersByTimeAsync(100);
  expect(jest.getTimerCount()).toBe(0);
});
