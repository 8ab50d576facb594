// Somebody, or a relay, on a host of its own. Does what its parent asks for, and tells what happens; see reached-process.ts.
import {
  type Contact,
  type IncomingInvitation,
  incomingInvitations,
  invite,
  toCollaborationError,
} from '@beckon/core';
import { type InvitationChannel, invitationChannel } from '@beckon/core/channel';
import { ownEndpoints } from '@beckon/core/identity';
import { presence } from '@beckon/core/presence';
import { createPrivateKey } from '../../src/node/private-key.ts';
import { type Libp2pAdapter, libp2pAdapter } from '../../src/index.ts';
import { startRelay } from '../../src/relay.ts';
import type { Command, Happening } from './reached-process.ts';
import { mergeMap, tap } from 'rxjs';
import { privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys';

const APPLICATION_ID = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';

let adapter: Libp2pAdapter;
let arrived: IncomingInvitation | undefined;
/** Of the invitation that was accepted last. */
let lastId: string | undefined;
let channel: InvitationChannel<string> | undefined;

const tell = (happening: Happening): void => void process.send?.(happening);

function talk(invitationId: string | undefined): void {
  lastId = invitationId;
  if (invitationId === undefined) throw new Error('The invitation has no channel.');
  channel = invitationChannel<string>(adapter, invitationId, {
    openObserver: { next: () => tell({ type: 'channel', state: 'open' }) },
  });
  channel.subscribe({
    next: (text) => tell({ type: 'heard', text }),
    error: (error: unknown) =>
      tell({ type: 'channel', state: toCollaborationError('channel', error).code }),
    complete: () => tell({ type: 'channel', state: 'ended' }),
  });
}

async function act(command: Command): Promise<void> {
  switch (command.do) {
    case 'relay': {
      const key = command.key ?? privateKeyToProtobuf(await createPrivateKey());
      const relay = await startRelay({
        listen: command.listen,
        privateKey: privateKeyFromProtobuf(key),
      });
      tell({ type: 'relaying', addresses: relay.addresses, key });
      return;
    }
    case 'start': {
      adapter = libp2pAdapter(command.options);
      await adapter.open();
      await adapter.visibility.signIn('internet');
      ownEndpoints(adapter).subscribe((endpoints) => {
        const count = endpoints.filter(({ route }) => route === 'relay').length;
        tell({ type: 'relays', count });
      });
      incomingInvitations(adapter)
        .pipe(
          tap((incoming) => {
            arrived = incoming;
            tell({ type: 'arrived' });
          }),
          mergeMap(({ status$ }) => status$),
        )
        .subscribe(({ state }) => {
          tell({ type: 'received', state });
        });
      const { peerName } = await adapter.identity.contact();
      tell({ type: 'started', peerName, card: await adapter.identity.card() });
      return;
    }
    case 'meet': {
      const contact = await adapter.contacts.add(command.card);
      tell({ type: 'met', contact });
      return;
    }
    case 'watch':
      presence(adapter, await endpointOf(command.peerName)).subscribe(({ status }) =>
        tell({ type: 'presence', status }),
      );
      return;
    case 'invite': {
      const contact: Contact = { peerName: command.peerName };
      invite(adapter, {
        to: { contact },
        applicationId: APPLICATION_ID,
        expiresInMs: 3_600_000,
      }).subscribe({
        next: (status) => {
          if (status.state === 'accepted') talk(status.invitationId);
          tell({ type: 'sent', state: status.state });
        },
        error: (error: unknown) =>
          tell({ type: 'sent', state: toCollaborationError('invite', error).code }),
      });
      return;
    }
    case 'accept':
      if (arrived === undefined) throw new Error('Nothing has arrived.');
      await arrived.accept();
      {
        talk(arrived.id);
        return;
      }
    case 'reopen': {
      talk(lastId);
      return;
    }
    case 'say':
      return channel?.next(command.text);
  }
}

async function endpointOf(peerName: string) {
  const [endpoint] = await adapter.contacts.endpoints({ peerName });
  if (endpoint === undefined) throw new Error('The contact is at no known endpoint.');
  return endpoint;
}

process.on('message', (command: Command) => {
  act(command).catch((error: unknown) => tell({ type: 'failed', reason: String(error) }));
});
// Without its parent it has nothing to do.
process.on('disconnect', () => process.exit());
tell({ type: 'ready' });
