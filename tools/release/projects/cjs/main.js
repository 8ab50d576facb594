const assert = require('node:assert/strict');
const { isCollaborationError, inviteAsync } = require('@beckon/core');
const { explainError } = require('@beckon/core/explain');
const { createMockNetwork } = require('@beckon/mock');

async function main() {
  const network = createMockNetwork();
  network.peer('bob').accepts();
  const alice = network.join({ name: 'alice' });
  await alice.open();
  const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
  const request = (address) => ({ to: { endpoint: { address } }, applicationId });
  const { state } = await inviteAsync(alice, request('bob'));
  const error = await inviteAsync(alice, request('nobody')).catch((reason) => reason);
  await alice.close();
  assert.equal(state, 'accepted');
  assert.ok(isCollaborationError(error, 'UNREACHABLE'), String(error));
  assert.notEqual(explainError(error), '');
  console.log(`Bob: ${state}`);
}

void main();
