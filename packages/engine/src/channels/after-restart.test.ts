import { incomingInvitations, inviteAsync } from '@beckon/core';
import { invitationChannel } from '@beckon/core/channel';
import { firstValueFrom, retry } from 'rxjs';
import { MemoryNetwork } from '../../test/memory-network.ts';
import { type EngineAdapter, engineAdapter } from '../index.ts';
import { MemoryDocumentStore } from '../store/document-store.ts';

const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';

let network: MemoryNetwork;
const opened: EngineAdapter[] = [];

async function open(name: string, store?: MemoryDocumentStore): Promise<EngineAdapter> {
  const adapter = engineAdapter({
    name: 'memory',
    transport: network.transport(name),
    ...(store && { store }),
  });
  await adapter.open();
  opened.push(adapter);
  return adapter;
}

beforeEach(() => {
  network = new MemoryNetwork();
});
afterEach(async () => {
  await Promise.all(
    opened.splice(0).map((adapter) => adapter.close().then(undefined, () => undefined)),
  );
});

/** Alice invites, and Bob accepts. Returns the ids of the invitation at both sides. */
async function accepted(alice: EngineAdapter, bob: EngineAdapter) {
  const arriving = firstValueFrom(incomingInvitations(bob));
  const sent = inviteAsync(alice, { to: { endpoint: { address: 'bob' } }, applicationId });
  const invitation = await arriving;
  await invitation.accept();
  const status = await sent;
  if (status.state !== 'accepted') throw new Error(status.state);
  return { atAlice: status.invitationId ?? '', atBob: invitation.id };
}

/** Whether a message passes from one side to the other. */
async function talk(from: EngineAdapter, fromId: string, to: EngineAdapter, toId: string) {
  const there = invitationChannel<string>(to, toId);
  const here = invitationChannel<string>(from, fromId);
  // The other side may not have noticed yet that this side has left.
  const heard = firstValueFrom(there.pipe(retry({ delay: 1 })));
  const ended = here.pipe(retry({ delay: 1 })).subscribe();
  here.next('still there?');
  expect(await heard).toBe('still there?');
  ended.unsubscribe();
}

describe('after a restart of the program, the channel of an invitation', () => {
  it.each(['alice', 'bob'] as const)('can be opened again when %s has a store', async (who) => {
    const store = new MemoryDocumentStore();
    const storeOf = (name: string) => (name === who ? store : undefined);
    let [alice, bob] = await Promise.all([
      open('alice', storeOf('alice')),
      open('bob', storeOf('bob')),
    ]);
    const { atAlice, atBob } = await accepted(alice, bob);
    await talk(alice, atAlice, bob, atBob);
    if (who === 'alice') {
      await alice.close();
      alice = await open('alice', store);
    } else {
      await bob.close();
      bob = await open('bob', store);
    }
    await talk(alice, atAlice, bob, atBob);
    await talk(bob, atBob, alice, atAlice);
  });

  it('cannot be opened without a store', async () => {
    const [alice, bob] = await Promise.all([open('alice'), open('bob')]);
    const { atAlice } = await accepted(alice, bob);
    await alice.close();
    const again = await open('alice');
    await expect(firstValueFrom(invitationChannel(again, atAlice))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('cannot be opened a week later', async () => {
    const store = new MemoryDocumentStore();
    const [alice, bob] = await Promise.all([open('alice', store), open('bob')]);
    const { atAlice } = await accepted(alice, bob);
    await alice.close();
    const document = await store.get('accepted-invitations');
    const text = new TextDecoder().decode(document);
    const earlier = text.replace(
      /"acceptedAt":(\d+)/,
      (_, at) => `"acceptedAt":${Number(at) - 6.1e8}`,
    );
    expect(earlier).not.toBe(text);
    await store.put('accepted-invitations', new TextEncoder().encode(earlier));
    const again = await open('alice', store);
    await expect(firstValueFrom(invitationChannel(again, atAlice))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
