import { type FinalInvitationStatus, type InviteRequest, inviteAsync } from '@beckon/core';
import { presence } from '@beckon/core/presence';
import { createMockNetwork, type MockAdapter } from '@beckon/mock';

// Types that had become `any` would accept these two.
export const wrongStates: FinalInvitationStatus['state'][] = [
  // @ts-expect-error
  'no such state',
];
// @ts-expect-error
export const wrongArgument = () => presence('no adapter', {});

async function main(): Promise<void> {
  const network = createMockNetwork();
  network.peer('bob').accepts();
  const alice: MockAdapter = network.join({ name: 'alice' });
  await alice.open();
  const request: InviteRequest = {
    to: { endpoint: { address: 'bob' } },
    applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
  };
  const status: FinalInvitationStatus = await inviteAsync(alice, request);
  await alice.close();

  if (status.state !== 'accepted') throw new Error(`Bob: ${status.state}`);
  console.log(`Bob: ${status.state}`);
}

void main();
