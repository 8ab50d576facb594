import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { invite, sendInvitation } from '@beckon/core';
import { MemoryDatastore } from 'datastore-core';
import { LevelDatastore } from 'datastore-level';
import { lastValueFrom } from 'rxjs';
import {
  acceptAll,
  applicationId,
  closeAdapter,
  closeAll,
  endpointOf,
  openAdapter,
} from '../../test/two-adapters.ts';
import { createPrivateKey } from './private-key.ts';
import type { Libp2pAdapterOptions } from '../index.ts';

afterEach(closeAll);

/** The identity that an adapter with these options proves. */
async function identityWith(options: Libp2pAdapterOptions): Promise<string> {
  const adapter = await openAdapter(options);
  const { peerName } = await adapter.identity.contact();
  await closeAdapter(adapter);
  return peerName;
}

describe('the identity', () => {
  it('is the same after a restart with the same datastore', async () => {
    // mkdtemp makes a folder that only its owner can read.
    const folder = await mkdtemp(path.join(tmpdir(), 'beckon-'));
    expect((await stat(folder)).mode & 0o077).toBe(0);
    const identities = new Set<string>();
    for (let run = 0; run < 2; run++) {
      const datastore = new LevelDatastore(folder);
      await datastore.open();
      identities.add(await identityWith({ datastore }));
      await datastore.close();
    }
    await rm(folder, { recursive: true });
    expect(identities.size).toBe(1);
  });

  it('keeps nothing else in the datastore', async () => {
    const datastore = new MemoryDatastore();
    await identityWith({ datastore });
    const keys: string[] = [];
    for await (const key of datastore.queryKeys({})) keys.push(key.toString());
    expect(keys).toEqual(['/beckon/identity']);
  });

  it('is a fresh one without a datastore, and stays when the adapter is opened again', async () => {
    const adapter = await openAdapter();
    const { peerName } = await adapter.identity.contact();
    await adapter.close();
    await adapter.open();
    expect((await adapter.identity.contact()).peerName).toBe(peerName);
    expect(await identityWith({})).not.toBe(peerName);
  });

  it('is the key that was given', async () => {
    const privateKey = await createPrivateKey();
    expect(await identityWith({ privateKey })).toBe(await identityWith({ privateKey }));
  });
});

describe('a contact', () => {
  it('is invited at an address without a PeerId, if its identity is proven there', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    const { address } = await endpointOf(bob);
    const endpoint = { address: address.replace(/\/p2p\/.*/, '') };
    const contact = await bob.identity.contact();
    acceptAll(bob);
    expect(
      await lastValueFrom(invite(alice, { to: { endpoint, contact }, applicationId })),
    ).toMatchObject({ state: 'accepted' });
  });

  it('is UNREACHABLE at the address of another peer, also when a connection with that peer is open', async () => {
    const [alice, bob, carol] = await Promise.all([openAdapter(), openAdapter(), openAdapter()]);
    const endpoint = await endpointOf(bob);
    await sendInvitation(alice, { to: { endpoint }, applicationId });
    const contact = await carol.identity.contact();
    await expect(
      lastValueFrom(invite(alice, { to: { endpoint, contact }, applicationId })),
    ).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('without a valid PeerId is refused with INVALID_ARGUMENT', async () => {
    const alice = await openAdapter();
    const endpoint = { address: '/ip4/127.0.0.1/tcp/1' };
    await expect(
      lastValueFrom(
        invite(alice, { to: { endpoint, contact: { peerName: 'bob' } }, applicationId }),
      ),
    ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', hresult: 0x80632050 });
  });
});
