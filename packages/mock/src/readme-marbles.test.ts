import { type CollaborationAdapter, invite } from '@beckon/core';
import { map, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { createMockNetwork } from './index.ts';

// The app: a button that shows the status of an invitation.
function buttonLabel(adapter: CollaborationAdapter, address: string): Observable<string> {
  return invite(adapter, {
    to: { endpoint: { address } },
    applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
    message: 'Join my whiteboard?',
  }).pipe(map((status) => (status.state === 'declined' ? `No: ${status.message}` : status.state)));
}

test('the button says that Bob declined, and why', () => {
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));

  scheduler.run(({ expectObservable, flush }) => {
    const network = createMockNetwork({ scheduler, latencyMs: 10 });
    const bob = network.peer('bob').afterMs(200).declines('Not now');
    const alice = network.join({ name: 'alice' });
    void alice.open(); // works at once: in virtual time there is nothing to await

    // 20 ms there and back for the delivery; Bob's 200 ms more for the answer.
    expectObservable(buttonLabel(alice, 'bob')).toBe('(sp) 16ms d 199ms (n|)', {
      s: 'sending',
      p: 'pending',
      d: 'delivered',
      n: 'No: Not now',
    });
    flush();

    expect(bob.received).toMatchObject([
      { message: 'Join my whiteboard?', status: { state: 'declined' } },
    ]);
  });
});
