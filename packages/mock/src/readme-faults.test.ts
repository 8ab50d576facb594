import { type CollaborationAdapter, invite, isCollaborationError } from '@beckon/core';
import { lastValueFrom } from 'rxjs';
import { createMockNetwork } from './index.ts';

// The app: asks a friend to play, and says the outcome in words.
async function ask(adapter: CollaborationAdapter, address: string): Promise<string> {
  const status$ = invite(adapter, {
    to: { endpoint: { address } },
    applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
    expiresInMs: 200,
  });
  try {
    const status = await lastValueFrom(status$);
    return status.state === 'accepted' ? 'Your friend is coming.' : 'Your friend did not answer.';
  } catch (error) {
    if (isCollaborationError(error, 'INCOMPATIBLE')) return 'Your friend does not have the game.';
    if (isCollaborationError(error, 'UNREACHABLE')) return 'Your friend is not there.';
    throw error;
  }
}

test('the app has words for each outcome', async () => {
  const network = createMockNetwork();
  network.peer('bob').accepts();
  network.peer('carol').isIncompatible();
  const alice = network.join({ name: 'alice' });
  await alice.open();

  expect(await ask(alice, 'bob')).toBe('Your friend is coming.');
  expect(await ask(alice, 'carol')).toBe('Your friend does not have the game.');
  expect(await ask(alice, 'nobody')).toBe('Your friend is not there.');

  const repair = network.inject({ type: 'drop', message: 'answer', from: 'bob' });
  expect(await ask(alice, 'bob')).toBe('Your friend did not answer.');
  repair();
  expect(await ask(alice, 'bob')).toBe('Your friend is coming.');

  await alice.close();
});
