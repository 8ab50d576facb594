import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { incomingInvitations, inviteAsync, isCollaborationError } from '@beckon/core';
import { MemoryDatastore } from 'datastore-core';
import { LevelDatastore } from 'datastore-level';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { startTestNode } from '../test/test-node.ts';
import {
  acceptAll,
  applicationId,
  closeAdapter,
  closeAll,
  endpointOf,
  openAdapter,
} from '../test/two-adapters.ts';
import { safetyNumber } from '@beckon/core/safety-number';
import type { Libp2pAdapter } from './index.ts';

afterEach(closeAll);

/** Adds `peer` to the contacts of `adapter`, by its card. Resolves with its name. */
async function addContact(adapter: Libp2pAdapter, peer: Libp2pAdapter): Promise<string> {
  return (await adapter.contacts.add(await peer.identity.card())).peerName;
}

async function stateOf(from: Libp2pAdapter, to: Libp2pAdapter): Promise<string> {
  return inviteAsync(from, { to: { endpoint: await endpointOf(to) }, applicationId }).then(
    ({ state }) => state,
    (error: unknown) => (isCollaborationError(error) ? error.code : String(error)),
  );
}

describe('a contact', () => {
  it('is invited at the address of its card, and after a restart at the address where it was met', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'beckon-'));
    const bob = await openAdapter({ name: 'Bob' });
    acceptAll(bob);
    const card = await bob.identity.card();
    const { peerName } = await bob.identity.contact();
    for (let run = 0; run < 2; run++) {
      const datastore = new LevelDatastore(folder);
      await datastore.open();
      const alice = await openAdapter({ datastore });
      await alice.visibility.signIn('internet');
      if (run === 0) await alice.contacts.add(card);
      const contact = await alice.contacts.get(peerName);
      expect(contact).toEqual({ peerName, displayName: 'Bob', canWatchMe: true });
      const [endpoint] = await alice.contacts.endpoints(contact);
      if (endpoint === undefined) throw new Error('The contact has no endpoint.');
      expect(endpoint.name).toBe('Bob');
      const sent = inviteAsync(alice, { to: { endpoint, contact }, applicationId });
      expect(await sent).toMatchObject({ state: 'accepted' });
      expect(await alice.contacts.export(peerName)).toBe(card);
      await closeAdapter(alice);
      await datastore.close();
    }
    await rm(folder, { recursive: true });
  });

  it('has the same safety number at both sides', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    const numberAt = async (adapter: Libp2pAdapter, peer: Libp2pAdapter) =>
      safetyNumber((await adapter.identity.contact()).peerName, await addContact(adapter, peer));
    expect(await numberAt(alice, bob)).toBe(await numberAt(bob, alice));
  });

  it('that is blocked loses its invitation and its connection, and gets no new connection', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    const peerName = await addContact(bob, alice);
    const arriving = firstValueFrom(incomingInvitations(bob));
    const sent = stateOf(alice, bob);
    const outcome = lastValueFrom((await arriving).status$);
    await bob.contacts.update({ peerName, isBlocked: true });
    expect(await sent).toBe('UNREACHABLE');
    expect(await outcome).toMatchObject({ state: 'withdrawn' });
    expect(await stateOf(alice, bob)).toBe('UNREACHABLE');
    expect(bob.libp2p?.getConnections()).toEqual([]);
    expect(bob.counters.refusedByReception).toBeGreaterThan(0);
  });

  it('that is blocked is refused from the first moment after a restart', async () => {
    const datastore = new MemoryDatastore();
    const alice = await openAdapter();
    const first = await openAdapter({ datastore });
    await first.contacts.update({ peerName: await addContact(first, alice), isBlocked: true });
    await closeAdapter(first);
    const bob = await openAdapter({ datastore });
    expect(await stateOf(alice, bob)).toBe('UNREACHABLE');
  });

  it("is taken by the reception 'contacts', and strangers are not", async () => {
    const [alice, bob, carol] = await Promise.all([
      openAdapter(),
      openAdapter({ reception: 'contacts' }),
      openAdapter(),
    ]);
    acceptAll(bob);
    await addContact(bob, alice);
    expect([await stateOf(alice, bob), await stateOf(carol, bob)]).toEqual([
      'accepted',
      'UNREACHABLE',
    ]);
  });
});

describe('the datastore', () => {
  it('holds the key and the contacts, and nothing else', async () => {
    const datastore = new MemoryDatastore();
    const [alice, bob] = await Promise.all([openAdapter({ datastore }), openAdapter()]);
    await addContact(alice, bob);
    const keys: string[] = [];
    for await (const key of datastore.queryKeys({})) keys.push(key.toString());
    expect(keys.sort()).toEqual(['/beckon/contacts', '/beckon/identity']);
  });

  it('beside a given node holds the contacts alone', async () => {
    const datastore = new MemoryDatastore();
    const node = await startTestNode();
    const alice = await openAdapter({ libp2p: node, datastore });
    await addContact(alice, await openAdapter());
    const keys: string[] = [];
    for await (const key of datastore.queryKeys({})) keys.push(key.toString());
    await closeAdapter(alice);
    await node.stop();
    expect(keys).toEqual(['/beckon/contacts']);
  });
});
