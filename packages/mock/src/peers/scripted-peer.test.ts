import { invite, parseGuid } from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';
import { applicationId, logInvite, settled, virtualNetwork } from '../../test/virtual-network.ts';
import type { MockPeer, PeerAnswer } from '../index.ts';

function scene() {
  const virtual = virtualNetwork({ latencyMs: 10 });
  const alice = virtual.network.join({ name: 'alice' });
  void alice.open();
  return { ...virtual, virtual, alice, bob: virtual.network.peer('bob') };
}

const DELIVERED = ['0 sending', '0 pending', '20 delivered'];

describe('a scripted peer', () => {
  it('accepts at once', () => {
    const { virtual, alice, bob, flush } = scene();
    bob.accepts();
    const { lines } = logInvite(virtual, alice, 'bob');
    flush();
    expect(lines).toEqual([...DELIVERED, '20 accepted']);
  });

  it('accepts with a message', () => {
    const { virtual, alice, bob, flush } = scene();
    bob.accepts('Coming');
    const { lines } = logInvite(virtual, alice, 'bob');
    flush();
    expect(lines).toEqual([...DELIVERED, '20 accepted: Coming']);
  });

  it('accepts with a message and data, as accept() can', () => {
    const { alice, bob, at, flush } = scene();
    const data = Uint8Array.of(1, 2);
    bob.accepts('Coming', data);
    data[0] = 9;
    const invited = settled(
      alice.invitations.inviteEndpoint(bob.endpoint, { applicationId: parseGuid(applicationId) }),
    );
    let response: object = {};
    // The first reply is the delivery.
    at(30, () => void settled(invited.value!.response()));
    at(40, () => (response = settled(invited.value!.response())));
    flush();
    expect(response).toEqual({
      value: {
        action: 'accepted',
        message: 'Coming',
        data: Uint8Array.of(1, 2),
        invitationId: 'invitation-1',
      },
    });
  });

  it('declines after a delay, with a message', () => {
    const { virtual, alice, bob, flush } = scene();
    bob.afterMs(200).declines('Not now');
    const { lines } = logInvite(virtual, alice, 'bob');
    flush();
    expect(lines).toEqual([...DELIVERED, '220 declined: Not now']);
    expect(bob.received.map(({ status }) => status.state)).toEqual(['declined']);
  });

  it('ignores at first: the invitation expires at both sides', () => {
    const { virtual, alice, bob, flush } = scene();
    const { lines } = logInvite(virtual, alice, 'bob');
    flush();
    expect(lines).toEqual([...DELIVERED, '300000 expired']);
    expect(bob.received.map(({ status }) => status.state)).toEqual(['expired']);
  });

  it('is unreachable, and receives nothing', () => {
    const { virtual, alice, bob, flush } = scene();
    bob.isUnreachable();
    const { lines } = logInvite(virtual, alice, 'bob');
    flush();
    expect(lines).toEqual(['0 sending', '0 pending', '20 UNREACHABLE']);
    expect(bob.received).toEqual([]);
  });

  it('is found to be unreachable after a delay', () => {
    const { virtual, alice, bob, flush } = scene();
    bob.afterMs(3_000).isUnreachable();
    const { lines } = logInvite(virtual, alice, 'bob');
    flush();
    expect(lines).toEqual(['0 sending', '0 pending', '3020 UNREACHABLE']);
  });

  it('is incompatible, and receives nothing', () => {
    const { virtual, alice, bob, flush } = scene();
    bob.isIncompatible();
    const { lines } = logInvite(virtual, alice, 'bob');
    flush();
    expect(lines).toEqual(['0 sending', '0 pending', '20 INCOMPATIBLE']);
    expect(bob.received).toEqual([]);
  });

  it('decides with a function of the invitation, each with a delay of its own', () => {
    const { virtual, alice, bob, flush } = scene();
    bob
      .afterMs(5)
      .answers(({ message }) =>
        message === 'Tea?' ? { action: 'accepted' } : { action: 'declined', afterMs: 50 },
      );
    const tea = logInvite(virtual, alice, 'bob', { message: 'Tea?' });
    const coffee = logInvite(virtual, alice, 'bob', { message: 'Coffee?' });
    flush();
    expect(tea.lines).toEqual([...DELIVERED, '25 accepted']);
    expect(coffee.lines).toEqual([...DELIVERED, '70 declined']);
  });

  it('answers with an error: the sender fails with REMOTE_ERROR and the HRESULT', () => {
    const { virtual, alice, bob, flush } = scene();
    const hresult = hresultValue('E_OUTOFMEMORY');
    bob.answers(() => ({ action: 'error', hresult }));
    const errors: unknown[] = [];
    invite(
      alice,
      { to: { endpoint: bob.endpoint }, applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11' },
      { scheduler: virtual.scheduler },
    ).subscribe({ error: (error: unknown) => errors.push(error) });
    flush();
    expect(errors).toMatchObject([{ code: 'REMOTE_ERROR', hresult }]);
  });

  it('answers with an error when its function throws', () => {
    const { virtual, alice, bob, flush } = scene();
    bob.answers(() => {
      throw new Error('no script');
    });
    const { lines } = logInvite(virtual, alice, 'bob');
    flush();
    expect(lines).toEqual([...DELIVERED, '20 REMOTE_ERROR']);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a word', 'accepted'],
    ['an action that does not exist', { action: 'agreed' }],
    ['a promise', Promise.resolve({ action: 'accepted' })],
    ['a member that does not exist', { action: 'declined', mesage: 'No' }],
    ['data with a decline', { action: 'declined', data: Uint8Array.of(1) }],
    ['a delay that is not a number', { action: 'accepted', afterMs: NaN }],
    ['a message that is too long', { action: 'accepted', message: 'x'.repeat(256) }],
    ['a number that is not an HRESULT', { action: 'error', hresult: -1 }],
  ])('answers with an error when its function gives %s', (_, answer) => {
    const { virtual, alice, bob, flush } = scene();
    bob.answers(() => answer as PeerAnswer);
    const { lines } = logInvite(virtual, alice, 'bob');
    flush();
    expect(lines).toEqual([...DELIVERED, '20 REMOTE_ERROR']);
  });

  it.each<[string, ErrorConstructor, (bob: MockPeer) => unknown]>([
    ['a message that is a number', TypeError, (bob) => bob.accepts(1 as unknown as string)],
    ['data that is text', TypeError, (bob) => bob.accepts('', 'x' as unknown as Uint8Array)],
    ['too much data', RangeError, (bob) => bob.accepts('', new Uint8Array(16_385))],
    ['a message that is too long', RangeError, (bob) => bob.declines('x'.repeat(256))],
    ['an answer in place of a function', TypeError, (bob) => bob.answers('accepted' as never)],
    ['a delay that is a range', TypeError, (bob) => bob.afterMs([1, 2] as unknown as number)],
  ])('refuses %s at the call, and keeps its rule', (_, type, rule) => {
    const { virtual, alice, bob, flush } = scene();
    bob.accepts();
    expect(() => rule(bob)).toThrow(type);
    const { lines } = logInvite(virtual, alice, 'bob');
    flush();
    expect(lines.at(-1)).toBe('20 accepted');
  });

  it("follows the newest rule, with that rule's delay", () => {
    const { virtual, alice, bob, flush } = scene();
    bob.afterMs(500).declines();
    bob.accepts();
    const { lines } = logInvite(virtual, alice, 'bob');
    flush();
    expect(lines.at(-1)).toBe('20 accepted');
  });

  it('does not answer an invitation that was withdrawn before the delay was over', () => {
    const { virtual, alice, bob, at, flush } = scene();
    bob.afterMs(200).accepts();
    const { lines, subscription } = logInvite(virtual, alice, 'bob');
    at(100, () => subscription.unsubscribe());
    flush();
    expect(lines).toEqual(DELIVERED);
    expect(bob.received.map(({ status }) => status.state)).toEqual(['withdrawn']);
  });

  it('lists the invitations that it has received, and emits each on arrival', () => {
    const { virtual, alice, bob, flush } = scene();
    const arrivals: string[] = [];
    bob.incoming$.subscribe(({ id }) => arrivals.push(`${virtual.scheduler.now()} ${id}`));
    const data = Uint8Array.of(1, 2, 3);
    logInvite(virtual, alice, 'bob', { message: 'Tea?', data, expiresInMs: 100 });
    virtual.at(50, () => expect(bob.received[0]?.status).toEqual({ state: 'pending' }));
    flush();
    expect(arrivals).toEqual(['10 invitation-1']);
    expect(bob.received).toEqual([
      {
        id: 'invitation-1',
        from: { endpoint: alice.endpoint, contact: alice.contact, isVerified: true },
        applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
        message: 'Tea?',
        data,
        expiresAt: 100,
        status: { state: 'expired' },
      },
    ]);
  });

  it('is the same for the same name', () => {
    const { network, bob } = scene();
    expect(network.peer('bob')).toBe(bob);
  });

  it('fails its pending invitations with UNREACHABLE when it crashes, and answers later ones', () => {
    const { virtual, alice, bob, at, flush } = scene();
    bob.afterMs(100).accepts();
    const before = logInvite(virtual, alice, 'bob');
    at(50, () => virtual.network.crash('bob'));
    let after: readonly string[] = [];
    at(70, () => (after = logInvite(virtual, alice, 'bob').lines));
    flush();
    expect(before.lines).toEqual([...DELIVERED, '60 UNREACHABLE']);
    expect(after.at(-1)).toBe('190 accepted');
  });

  it('refuses a delay out of range with a RangeError', () => {
    const { bob } = scene();
    for (const delayMs of [-1, NaN, Infinity]) {
      expect(() => bob.afterMs(delayMs)).toThrow(RangeError);
    }
  });
});
