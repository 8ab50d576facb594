import type { CollaborationEvent } from '@beckon/core';
import type { ChangeQueue } from '@beckon/core/adapter';
import { VirtualTimeScheduler } from 'rxjs';
import { MemoryNetwork } from '../../test/memory-network.ts';
import { runUntil } from '../../test/run-until.ts';
import { type EngineAdapter, engineAdapter } from '../index.ts';

/** Resolves when everything on its way has arrived. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setImmediate(resolve));
}

async function start() {
  const scheduler = new VirtualTimeScheduler();
  const network = new MemoryNetwork();
  const join = async (name: string): Promise<EngineAdapter> => {
    const adapter = engineAdapter({
      name: 'memory',
      transport: network.transport(name),
      scheduler,
    });
    await adapter.open();
    return adapter;
  };
  const [ada, bob] = await Promise.all([join('ada'), join('bob')]);
  await bob.contacts.add(await ada.identity.card());
  await ada.contacts.add(await bob.identity.card());
  await ada.visibility.signIn('internet');
  const event = ada.createEvent();
  const queue = await ada.events.changes(
    [
      { type: 'endpointChanged' },
      { type: 'endpointPresenceChanged' },
      { type: 'requestStatusChanged' },
    ],
    event,
  );
  const watch = (isWatched: boolean) =>
    ada.contacts.update({ peerName: 'bob', isWatched, canWatchMe: true });
  return { scheduler, network, ada, bob, queue, watch };
}

async function taken(queue: ChangeQueue<CollaborationEvent>): Promise<readonly unknown[]> {
  const events: unknown[] = [];
  for (let event; (event = await queue.next()) !== undefined;) {
    if ('contact' in event) expect(event.contact?.peerName).toBe('bob');
    if ('endpoint' in event) expect(event.endpoint?.address).toBe('bob');
    events.push('presence' in event ? event.presence : event.type);
  }
  return events;
}

describe('a contact that is watched', () => {
  it('is seen when it signs in, with each change, and when it signs out', async () => {
    const { ada, bob, queue, watch } = await start();
    await bob.visibility.signIn('internet');
    await watch(true);
    await settled();
    expect(await taken(queue)).toEqual(['endpointChanged', { status: 'online' }]);
    expect(await ada.presence.at({ address: 'bob' })).toEqual({ status: 'online' });
    await bob.presence.setOwn({ status: 'busy', text: 'In a meeting' });
    await settled();
    expect(await taken(queue)).toEqual([{ status: 'busy', text: 'In a meeting' }]);
    await bob.visibility.signOut('all');
    await settled();
    expect(await taken(queue)).toEqual(['endpointChanged', { status: 'offline' }]);
    await Promise.all([ada.close(), bob.close()]);
  });

  it('is found again after it was lost', async () => {
    const { ada, bob, queue, watch, network, scheduler } = await start();
    await bob.visibility.signIn('internet');
    await watch(true);
    await settled();
    await taken(queue);
    network.crash('bob');
    await settled();
    expect(await taken(queue)).toEqual(['endpointChanged', { status: 'offline' }]);
    await bob.close();
    await bob.open();
    await bob.visibility.signIn('internet');
    for (let seconds = 1; seconds <= 130; seconds++) {
      runUntil(scheduler, 1_000 * seconds);
      await settled();
    }
    expect(await taken(queue)).toEqual(['endpointChanged', { status: 'online' }]);
    await Promise.all([ada.close(), bob.close()]);
  });

  it('is seen at once when it connects', async () => {
    const { ada, bob, queue, watch, network } = await start();
    await bob.close();
    await watch(true);
    await settled();
    expect(await taken(queue)).toEqual([]);
    await bob.open();
    await bob.visibility.signIn('internet');
    await settled();
    expect(await taken(queue)).toEqual([]);
    await bob.endpointData.refresh({ address: 'ada' });
    await settled();
    expect(await taken(queue)).toEqual(['endpointChanged', { status: 'online' }]);
    expect(await ada.contacts.endpoints({ peerName: 'bob' })).toEqual([{ address: 'bob' }]);
    network.crash('bob');
    await Promise.all([ada.close(), bob.close()]);
  });

  it('is no longer watched when this side signs out or stops watching it', async () => {
    const { ada, bob, queue, watch } = await start();
    await bob.visibility.signIn('internet');
    await watch(true);
    for (const [stop, startAgain] of [
      [() => ada.visibility.signOut('all'), () => ada.visibility.signIn('internet')],
      [() => watch(false), () => watch(true)],
      [
        () => ada.contacts.update({ peerName: 'bob', isWatched: true, isBlocked: true }),
        () => watch(true),
      ],
    ]) {
      await settled();
      expect(await ada.presence.at({ address: 'bob' })).toEqual({ status: 'online' });
      await taken(queue);
      await stop?.();
      await settled();
      await bob.presence.setOwn({ status: 'busy' });
      await bob.presence.setOwn({ status: 'online' });
      await settled();
      expect(await taken(queue)).toEqual([]);
      await expect(ada.presence.at({ address: 'bob' })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      await startAgain?.();
    }
    await Promise.all([ada.close(), bob.close()]);
  });

  it('is reported once when an app follows its endpoint too', async () => {
    const { ada, bob, queue, watch } = await start();
    await bob.visibility.signIn('internet');
    await watch(true);
    const subscription = await ada.endpointData.subscribe({ address: 'bob' });
    await settled();
    await taken(queue);
    await bob.presence.setOwn({ status: 'away' });
    await settled();
    expect(await taken(queue)).toEqual([{ status: 'away' }]);
    await subscription.close();
    await bob.presence.setOwn({ status: 'busy' });
    await settled();
    expect(await taken(queue)).toEqual([{ status: 'busy' }]);
    await Promise.all([ada.close(), bob.close()]);
  });
});
