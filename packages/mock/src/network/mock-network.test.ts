import { type CollaborationError, incomingInvitations, invite, sendInvitation } from '@beckon/core';
import { firstValueFrom, lastValueFrom, map, toArray } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { applicationId } from '../../test/virtual-network.ts';
import { createMockNetwork, type JoinOptions, type MockNetworkOptions } from '../index.ts';

const bob = { endpoint: { address: 'bob' } };

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return (error as CollaborationError).code;
  }
}

describe('a mock network', () => {
  it('carries an invitation to the inbox of another adapter, and its answer back, in real time', async () => {
    const network = createMockNetwork();
    const alice = network.join({ name: 'alice' });
    const other = network.join({ name: 'bob' });
    await Promise.all([alice.open(), other.open()]);

    const states = lastValueFrom(
      invite(alice, { to: bob, applicationId }).pipe(
        map(({ state }) => state),
        toArray(),
      ),
    );
    const invitation = await firstValueFrom(incomingInvitations(other));
    expect(await invitation.accept()).toEqual({ state: 'accepted' });
    expect(await states).toEqual(['sending', 'pending', 'delivered', 'accepted']);

    await Promise.all([alice.close(), other.close()]);
  });

  it('gives replies that can be awaited', async () => {
    const network = createMockNetwork();
    const alice = network.join({ name: 'alice' });
    await alice.open();
    expect(await alice.identity.contact()).toEqual({ peerName: 'alice' });
    expect(await alice.identity.endpoints()).toEqual([{ address: 'alice', name: 'alice' }]);
    await expect(alice.inbox.status('none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await sendInvitation(alice, { to: bob, applicationId });
    await alice.close();
  });

  it('runs in virtual time inside TestScheduler.run(), without a scheduler option', () => {
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
    scheduler.run(({ expectObservable }) => {
      const network = createMockNetwork({ latencyMs: 10 });
      network.peer('bob').afterMs(100).accepts();
      const alice = network.join({ name: 'alice' });
      void alice.open();
      const state$ = invite(alice, { to: bob, applicationId }).pipe(map(({ state }) => state));
      expectObservable(state$).toBe('(sp) 16ms d 99ms (a|)', {
        s: 'sending',
        p: 'pending',
        d: 'delivered',
        a: 'accepted',
      });
    });
  });

  it('is separate: another network does not know its members', async () => {
    const alice = createMockNetwork().join({ name: 'alice' });
    const elsewhere = createMockNetwork();
    elsewhere.peer('bob').accepts();
    elsewhere.join({ name: 'alice' });
    await alice.open();
    await expect(lastValueFrom(invite(alice, { to: bob, applicationId }))).rejects.toMatchObject({
      code: 'UNREACHABLE',
    });
    await alice.close();
  });

  it('gives an address to one adapter or one scripted peer: the second is ALREADY_EXISTS', () => {
    const network = createMockNetwork();
    network.join({ name: 'alice' });
    network.peer('bob');
    expect(codeOf(() => network.join({ name: 'alice' }))).toBe('ALREADY_EXISTS');
    expect(codeOf(() => network.join({ name: 'bob' }))).toBe('ALREADY_EXISTS');
    expect(codeOf(() => network.peer('alice'))).toBe('ALREADY_EXISTS');
    expect(codeOf(() => network.peer('bob/phone'))).toBeUndefined();
  });

  it.each<[string, ErrorConstructor, unknown]>([
    ['a negative latency', RangeError, { latencyMs: -1 }],
    ['a latency that is not a number', RangeError, { latencyMs: NaN }],
    ['a latency that is text', TypeError, { latencyMs: '10' }],
    ['an endless latency', RangeError, { latencyMs: [0, Infinity] }],
    ['a range that ends before it begins', RangeError, { latencyMs: [2, 1] }],
    ['a range of one', TypeError, { latencyMs: [2] }],
    ['a seed that is not a number', RangeError, { seed: NaN }],
    ['an endless wait for the confirm', RangeError, { confirmationTimeoutMs: Infinity }],
    ['no wait for the confirm', TypeError, { confirmationTimeoutMs: null }],
    ['a scheduler without functions', TypeError, { scheduler: {} }],
    ['an option that does not exist', TypeError, { latency: 10 }],
    ['null in place of options', TypeError, null],
  ])('with %s is refused at the call', (_, type, options) => {
    expect(() => createMockNetwork(options as MockNetworkOptions)).toThrow(type);
  });

  it.each<[string, ErrorConstructor, unknown]>([
    ['without options', TypeError, undefined],
    ['without a name', TypeError, {}],
    ['with a name that is not text', TypeError, { name: 1 }],
    ['with a reception that does not exist', TypeError, { name: 'alice', reception: 'friends' }],
    ['with a reception without members', TypeError, { name: 'alice', reception: {} }],
    [
      'with a reception of others without members',
      TypeError,
      { name: 'alice', reception: { trusted: [], others: {} } },
    ],
    ['with an option that does not exist', TypeError, { name: 'alice', policy: 'nobody' }],
    ['with a contact that is text', TypeError, { name: 'alice', contact: 'Alice' }],
    ['with a peer name of its own', TypeError, { name: 'alice', contact: { peerName: 'bob' } }],
    ['with a nickname that is not text', TypeError, { name: 'alice', contact: { nickname: 1 } }],
    [
      'with a display name that is too long',
      RangeError,
      { name: 'alice', contact: { displayName: 'x'.repeat(256) } },
    ],
  ])('joined %s refuses at the call, and the address stays free', (_, type, options) => {
    const network = createMockNetwork();
    expect(() => network.join(options as JoinOptions)).toThrow(type);
    expect(network.join({ name: 'alice' }).endpoint).toEqual({ address: 'alice', name: 'alice' });
  });

  it('throws a TypeError when peer() or crash() gets something else than an address', () => {
    const network = createMockNetwork();
    for (const name of [undefined, 1, '', 'two words'] as string[]) {
      expect(() => network.peer(name)).toThrow(TypeError);
      expect(() => network.crash(name)).toThrow(TypeError);
    }
  });

  it('closes a crashed adapter however often it was opened, and lets it open again', async () => {
    const network = createMockNetwork();
    const alice = network.join({ name: 'alice' });
    await alice.open();
    await alice.open();
    network.crash('alice');
    await expect(alice.close()).rejects.toMatchObject({ code: 'NOT_INITIALIZED' });
    await alice.open();
    await alice.close();
  });

  it('does nothing when nobody is at the address to crash', () => {
    expect(() => createMockNetwork().crash('nobody')).not.toThrow();
  });
});
