import { type CollaborationError, incomingInvitations, invite, sendInvitation } from '@beckon/core';
import { firstValueFrom, lastValueFrom, map, toArray } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { applicationId } from '../../test/virtual-network.ts';
import { createMockNetwork } from '../index.ts';

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
  it('brings an invitation into the inbox of another adapter, and its answer back, in real time', async () => {
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

  it('replies to await', async () => {
    const network = createMockNetwork();
    const alice = network.join({ name: 'alice' });
    await alice.open();
    expect(await alice.identity.contact()).toEqual({ peerName: 'alice' });
    expect(await alice.identity.endpoints()).toEqual([{ address: 'alice', name: 'alice' }]);
    await expect(alice.inbox.status('none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await sendInvitation(alice, { to: bob, applicationId });
    await alice.close();
  });

  it('runs in virtual time without a scheduler of its own inside TestScheduler.run()', () => {
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

  it('keeps to itself: another network does not know its members', async () => {
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

  it('gives an address to one: a second adapter, or adapter and script, is ALREADY_EXISTS', () => {
    const network = createMockNetwork();
    network.join({ name: 'alice' });
    network.peer('bob');
    expect(codeOf(() => network.join({ name: 'alice' }))).toBe('ALREADY_EXISTS');
    expect(codeOf(() => network.join({ name: 'bob' }))).toBe('ALREADY_EXISTS');
    expect(codeOf(() => network.peer('alice'))).toBe('ALREADY_EXISTS');
    expect(codeOf(() => network.peer('bob/phone'))).toBeUndefined();
  });

  it.each<[string, Parameters<typeof createMockNetwork>[0]]>([
    ['a negative latency', { latencyMs: -1 }],
    ['a latency that is no number', { latencyMs: NaN }],
    ['an endless latency', { latencyMs: [0, Infinity] }],
    ['an endless wait for the outcome', { confirmationTimeoutMs: Infinity }],
  ])('with %s is a RangeError', (_, options) => {
    expect(() => createMockNetwork(options)).toThrow(RangeError);
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

  it('does nothing when nobody is there to crash', () => {
    expect(() => createMockNetwork().crash('nobody')).not.toThrow();
  });
});
