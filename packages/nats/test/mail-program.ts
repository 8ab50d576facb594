// One side of the tests that kill: it sends or accepts invitations until it is killed, and says what it has done. See mail-killed.test.ts.
import { writeSync } from 'node:fs';
import { incomingInvitations, invite, sendInvitation } from '@beckon/core';
import { lastValueFrom } from 'rxjs';
import { natsAdapter } from '../src/index.ts';
import { fileStore } from './file-store.ts';

const [role, servers = '', seed = '', to = '', folder = '', run = ''] = process.argv.slice(2);
const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
const EXPIRES_IN_MS = 600_000;

/** Has left this process when it returns. */
const say = (...words: readonly string[]): void => void writeSync(1, `${words.join(' ')}\n`);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const adapter = natsAdapter({ servers, seed, mail: true, store: fileStore(folder) });
for (;;) {
  // The server may be dead at this moment.
  const isOpen = await adapter.open().then(
    () => true,
    () => false,
  );
  if (isOpen) break;
  await pause(50);
}

if (role === 'recipient') {
  incomingInvitations(adapter).subscribe((invitation) => {
    const { message = '' } = invitation;
    say('shown', message, invitation.id);
    invitation.accept().then(
      ({ state }) => say(state, message),
      () => undefined,
    );
  });
} else {
  const request = (message: string) => ({
    to: { endpoint: { address: `nats:${to}` } },
    applicationId,
    message,
    expiresInMs: EXPIRES_IN_MS,
  });
  for (let number = 0; ; number++) {
    const message = `${run}.${number}`;
    try {
      if (role === 'sender') {
        await sendInvitation(adapter, request(message));
        say('sent', message);
      } else {
        say('invites', message);
        const { state } = await lastValueFrom(invite(adapter, request(message)));
        say(`is-${state}`, message);
      }
    } catch (error) {
      say('failed', message, String(error));
    }
    // Slower than the recipient's limit for one peer.
    await pause(60);
  }
}
