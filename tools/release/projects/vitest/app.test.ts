import { invite } from '@beckon/core';
import { createMockNetwork } from '@beckon/mock';
import { lastValueFrom } from 'rxjs';
import { expect, test } from 'vitest';

const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';

async function answerOf(address: string): Promise<string> {
  const network = createMockNetwork();
  network.peer('bob').accepts();
  network.peer('carol').declines('Not now');
  const alice = network.join({ name: 'alice' });
  await alice.open();
  const { state } = await lastValueFrom(
    invite(alice, { to: { endpoint: { address } }, applicationId }),
  );
  await alice.close();
  return state;
}

test('Bob has accepted', async () => {
  expect(await answerOf('bob')).toBe('accepted');
});

test('Carol has declined', async () => {
  expect(await answerOf('carol')).toBe('declined');
});
