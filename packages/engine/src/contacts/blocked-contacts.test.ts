import {
  createGuid,
  incomingInvitations,
  inviteAsync,
  isCollaborationError,
  type Reception,
} from '@beckon/core';
import {
  catchError,
  concatAll,
  concatMap,
  filter,
  firstValueFrom,
  lastValueFrom,
  of,
  share,
} from 'rxjs';
import { closeCompletely } from '../../test/close-completely.ts';
import { MemoryNetwork } from '../../test/memory-network.ts';
import { type EngineAdapter, engineAdapter } from '../index.ts';

const applicationId = createGuid();
const open: EngineAdapter[] = [];
let network: MemoryNetwork;

beforeEach(() => {
  network = new MemoryNetwork();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map(closeCompletely));
});

async function join(name: string, reception: Reception = 'anyone'): Promise<EngineAdapter> {
  const adapter = engineAdapter({
    name: 'memory',
    transport: network.transport(name),
    reception,
  });
  await adapter.open();
  open.push(adapter);
  return adapter;
}

const send = (from: EngineAdapter, to: string) =>
  inviteAsync(from, { to: { endpoint: { address: to } }, applicationId });

/** The final state, or the code of the error. */
const stateOf = (from: EngineAdapter, to: string): Promise<string> =>
  send(from, to).then(
    ({ state }) => state,
    (error: unknown) => (isCollaborationError(error) ? error.code : String(error)),
  );

async function addContact(to: EngineAdapter, peerName: string): Promise<void> {
  await to.contacts.add(`card of ${peerName}`);
}

const block = (at: EngineAdapter, peerName: string): PromiseLike<void> =>
  at.contacts.update({ peerName, isBlocked: true });

function acceptAll(adapter: EngineAdapter): void {
  incomingInvitations(adapter).subscribe(({ accept }) => void accept().catch(() => undefined));
}

/** Opens one side of a channel. `end` is `ended`, or the code of the error that ended it. */
async function openChannel(adapter: EngineAdapter, invitationId: string) {
  const event = adapter.createEvent();
  const channel = await adapter.channels.open(invitationId, event);
  const change$ = event.signaled$.pipe(
    concatMap(async () => {
      const changes: string[] = [];
      for (;;) {
        const change = await channel.next();
        if (change === undefined) return changes;
        changes.push(change.type);
      }
    }),
    concatAll(),
    catchError((error: unknown) => of(isCollaborationError(error) ? error.code : String(error))),
    share(),
  );
  return {
    opened: firstValueFrom(change$.pipe(filter((change) => change === 'opened'))),
    end: firstValueFrom(change$.pipe(filter((change) => change !== 'opened'))),
  };
}

describe('a contact that is blocked', () => {
  it('sees what a peer sees when nobody is there, and is taken again when the block is lifted', async () => {
    const [ada, bob] = await Promise.all([join('ada'), join('bob')]);
    acceptAll(bob);
    await addContact(bob, 'ada');
    expect(await stateOf(ada, 'bob')).toBe('accepted');
    await block(bob, 'ada');
    expect(await stateOf(ada, 'bob')).toBe('UNREACHABLE');
    expect(bob.counters.refusedByReception).toBeGreaterThan(0);
    await bob.contacts.update({ peerName: 'ada', isBlocked: false });
    expect(await stateOf(ada, 'bob')).toBe('accepted');
  });

  it('loses its pending invitation: UNREACHABLE there, withdrawn here', async () => {
    const [ada, bob] = await Promise.all([join('ada'), join('bob')]);
    await addContact(bob, 'ada');
    const arriving = firstValueFrom(incomingInvitations(bob));
    const sent = stateOf(ada, 'bob');
    const arrived = await arriving;
    const outcome = lastValueFrom(arrived.status$);
    await block(bob, 'ada');
    expect(await sent).toBe('UNREACHABLE');
    expect(await outcome).toMatchObject({ state: 'withdrawn' });
  });

  it('does not affect the invitations of others', async () => {
    const [ada, bob, carol] = await Promise.all([join('ada'), join('bob'), join('carol')]);
    await addContact(bob, 'ada');
    await addContact(bob, 'carol');
    const arriving = firstValueFrom(incomingInvitations(bob));
    const sent = stateOf(carol, 'bob');
    const arrived = await arriving;
    await block(bob, 'ada');
    await arrived.accept();
    expect(await sent).toBe('accepted');
    expect(await stateOf(ada, 'bob')).toBe('UNREACHABLE');
  });

  it('reaches this side again at once, although the blocked link is still ending', async () => {
    const [ada, bob] = await Promise.all([join('ada'), join('bob')]);
    acceptAll(bob);
    await addContact(bob, 'ada');
    for (let round = 0; round < 20; round++) {
      expect(await stateOf(ada, 'bob')).toBe('accepted');
      await block(bob, 'ada');
      await bob.contacts.update({ peerName: 'ada', isBlocked: false });
    }
  });

  it('loses its open channel: UNREACHABLE at both sides', async () => {
    const [ada, bob] = await Promise.all([join('ada'), join('bob')]);
    await addContact(bob, 'ada');
    const arriving = firstValueFrom(incomingInvitations(bob));
    const sent = send(ada, 'bob');
    const { id, accept } = await arriving;
    await accept();
    const accepted = await sent;
    const invitationId = accepted.state === 'accepted' ? (accepted.invitationId ?? '') : '';
    const sides = await Promise.all([openChannel(ada, invitationId), openChannel(bob, id)]);
    const ends = sides.map(({ end }) => end);
    await Promise.all(sides.map(({ opened }) => opened));
    await block(bob, 'ada');
    expect(await Promise.all(ends)).toEqual(['UNREACHABLE', 'UNREACHABLE']);
  });

  it('is refused although the reception trusts it by name', async () => {
    const [ada, bob] = await Promise.all([join('ada'), join('bob', { trusted: ['ada'] })]);
    acceptAll(bob);
    expect(await stateOf(ada, 'bob')).toBe('accepted');
    await addContact(bob, 'ada');
    await block(bob, 'ada');
    expect(await stateOf(ada, 'bob')).toBe('UNREACHABLE');
  });

  it('can be invited, and its own invitation for the same application is refused', async () => {
    const [ada, bob] = await Promise.all([join('ada'), join('bob')]);
    await addContact(bob, 'ada');
    await block(bob, 'ada');
    const arriving = firstValueFrom(incomingInvitations(ada));
    const sent = stateOf(bob, 'ada');
    const arrived = await arriving;
    expect(await stateOf(ada, 'bob')).toBe('UNREACHABLE');
    await arrived.accept();
    expect(await sent).toBe('accepted');
  });

  it('is blocked after a restart', async () => {
    const [ada, bob] = await Promise.all([join('ada'), join('bob')]);
    await addContact(bob, 'ada');
    await block(bob, 'ada');
    await bob.close();
    await bob.open();
    expect(await stateOf(ada, 'bob')).toBe('UNREACHABLE');
  });
});

describe("the reception 'contacts'", () => {
  it('takes the invitations of a peer as soon as it is a contact', async () => {
    const [ada, bob] = await Promise.all([join('ada'), join('bob', 'contacts')]);
    acceptAll(bob);
    expect(await stateOf(ada, 'bob')).toBe('UNREACHABLE');
    await addContact(bob, 'ada');
    expect(await stateOf(ada, 'bob')).toBe('accepted');
    await bob.contacts.delete('ada');
    expect(await stateOf(ada, 'bob')).toBe('UNREACHABLE');
  });

  it('withdraws the invitation of a contact that is deleted', async () => {
    const [ada, bob] = await Promise.all([join('ada'), join('bob', 'contacts')]);
    await addContact(bob, 'ada');
    const arriving = firstValueFrom(incomingInvitations(bob));
    const sent = stateOf(ada, 'bob');
    const outcome = lastValueFrom((await arriving).status$);
    await bob.contacts.delete('ada');
    expect([await sent, await outcome]).toEqual([
      'UNREACHABLE',
      expect.objectContaining({ state: 'withdrawn' }),
    ]);
  });

  it('decides for all others when some peers are trusted by name', async () => {
    const reception: Reception = { trusted: ['carol'], others: 'contacts' };
    const [ada, bob, carol] = await Promise.all([
      join('ada'),
      join('bob', reception),
      join('carol'),
    ]);
    acceptAll(bob);
    expect([await stateOf(ada, 'bob'), await stateOf(carol, 'bob')]).toEqual([
      'UNREACHABLE',
      'accepted',
    ]);
    await addContact(bob, 'ada');
    expect(await stateOf(ada, 'bob')).toBe('accepted');
  });
});

describe('a contact', () => {
  it('is found at the address where it was met', async () => {
    const [ada, bob] = await Promise.all([join('ada'), join('bob')]);
    acceptAll(bob);
    await addContact(ada, 'bob');
    await send(ada, 'bob');
    await ada.visibility.signIn('internet');
    expect(await ada.contacts.endpoints({ peerName: 'bob' })).toEqual([{ address: 'bob' }]);
  });

  it('cannot be this side itself', async () => {
    const ada = await join('ada');
    await expect(ada.contacts.add(await ada.identity.card())).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    expect(await ada.contacts.parse(await ada.identity.card())).toEqual({ peerName: 'ada' });
  });
});

it('open() fails when the contacts cannot be read, and leaves nothing behind', async () => {
  let isBroken = true;
  const adapter = engineAdapter({
    name: 'memory',
    transport: network.transport('ada'),
    store: {
      get: async () => (isBroken ? Promise.reject(new Error('No disk.')) : undefined),
      put: async () => undefined,
    },
  });
  await expect(adapter.open()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  isBroken = false;
  await adapter.open();
  await adapter.close();
});
