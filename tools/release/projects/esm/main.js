import assert from 'node:assert/strict';
import { invite } from '@beckon/core';
import { createMockNetwork } from '@beckon/mock';
import { map, lastValueFrom, toArray } from 'rxjs';

const network = createMockNetwork();
network.peer('bob').accepts();
const alice = network.join({ name: 'alice' });
await alice.open();
const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
const status$ = invite(alice, { to: { endpoint: { address: 'bob' } }, applicationId });
const states = await lastValueFrom(
  status$.pipe(
    map(({ state }) => state),
    toArray(),
  ),
);
await alice.close();
assert.deepEqual(states, ['sending', 'pending', 'delivered', 'accepted']);
console.log(`Bob: ${states.at(-1)}`);
