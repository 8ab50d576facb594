import assert from 'node:assert/strict';
import { incomingInvitations, inviteAsync } from '@beckon/core';
import { invitationChannel } from '@beckon/core/channel';
import { libp2pAdapter } from '@beckon/libp2p';

const [alice, bob] = [libp2pAdapter(), libp2pAdapter()];
await Promise.all([alice.open(), bob.open()]);

const heard = new Promise((resolve, reject) => {
  incomingInvitations(bob).subscribe(async (invitation) => {
    await invitation.accept();
    invitationChannel(bob, invitation.id).subscribe({ next: resolve, error: reject });
  });
});

const [endpoint] = await bob.identity.endpoints();
const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
const { state, invitationId } = await inviteAsync(alice, { to: { endpoint }, applicationId });
assert.equal(state, 'accepted');
const moves = invitationChannel(alice, invitationId);
moves.subscribe();
moves.next('e4');
assert.equal(await heard, 'e4');
moves.complete();
await Promise.all([alice.close(), bob.close()]);
console.log(`Bob: ${state}`);
