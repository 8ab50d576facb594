import { invite, isCollaborationError } from '@beckon/core';
import { config, lastValueFrom } from 'rxjs';
import {
  acceptAll,
  applicationId,
  closeAll,
  endpointOf,
  openAdapter,
} from '../../test/two-adapters.ts';
import type { Libp2pAdapter } from '../index.ts';
import { admission, type InvitationPolicy } from './policy.ts';
import { RateLimiter } from './rate-limit.ts';

afterEach(closeAll);

function describeError(error: unknown): string {
  return isCollaborationError(error) ? `${error.code}: ${error.message}` : String(error);
}

async function stateOf(sender: Libp2pAdapter, recipient: Libp2pAdapter): Promise<string> {
  const endpoint = await endpointOf(recipient);
  return lastValueFrom(invite(sender, { to: { endpoint }, applicationId })).then(
    ({ state }) => state,
    describeError,
  );
}

describe('the policy', () => {
  it("'nobody', and what is no policy", () => {
    expect(admission('nobody')('bob')).toBe(false);
    expect(() => admission('everyone' as InvitationPolicy)).toThrow(TypeError);
  });

  it('that throws admits nobody, and the error is reported', async () => {
    const reported = new Promise((resolve) => {
      config.onUnhandledError = resolve;
    });
    const isAdmitted = admission(() => {
      throw new Error('no list');
    });
    expect(isAdmitted('bob')).toBe(false);
    expect(await reported).toEqual(new Error('no list'));
    config.onUnhandledError = null;
  });

  it('admits the trusted, and to all others looks like an unreachable peer', async () => {
    const [alice, carol] = await Promise.all([openAdapter(), openAdapter()]);
    const { peerName } = await alice.identity.contact();
    const bob = await openAdapter({ policy: { trusted: [peerName] } });
    acceptAll(bob);
    expect(await stateOf(alice, bob)).toBe('accepted');
    const refused = await stateOf(carol, bob);
    expect(bob.counters.refusedByPolicy).toBeGreaterThan(0);
    const { address } = await endpointOf(bob);
    await bob.close();
    const gone = await lastValueFrom(
      invite(await openAdapter(), { to: { endpoint: { address } }, applicationId }),
    ).catch(describeError);
    await bob.open();
    expect(refused).toBe(gone);
  });

  it('may change: a predicate is asked for each invitation', async () => {
    let isOpen = true;
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter({ policy: () => isOpen })]);
    acceptAll(bob);
    expect(await stateOf(alice, bob)).toBe('accepted');
    isOpen = false;
    expect(await stateOf(alice, bob)).toContain('UNREACHABLE');
    isOpen = true;
    expect(await stateOf(alice, bob)).toBe('accepted');
  });

  it("of 'nobody' does not keep one from inviting others", async () => {
    const [alice, bob] = await Promise.all([openAdapter({ policy: 'nobody' }), openAdapter()]);
    acceptAll(bob);
    expect(await stateOf(alice, bob)).toBe('accepted');
  });
});

describe('the limits', () => {
  it('keep the invitations that one peer has pending, and leave the others alone', async () => {
    const limits = { pendingPerPeer: 3 };
    const [alice, bob, carol] = await Promise.all([
      openAdapter(),
      openAdapter({ limits }),
      openAdapter(),
    ]);
    const endpoint = await endpointOf(bob);
    const send = (from: Libp2pAdapter): Promise<string> =>
      lastValueFrom(invite(from, { to: { endpoint }, applicationId, expiresInMs: 1_000 })).then(
        ({ state }) => state,
        (error: unknown) => describeError(error).split(':')[0] ?? '',
      );
    const states = await Promise.all([
      send(alice),
      send(alice),
      send(alice),
      send(alice),
      send(carol),
    ]);
    expect(states).toEqual(['expired', 'expired', 'expired', 'UNREACHABLE', 'expired']);
    expect(bob.counters.refusedByPending).toBe(1);
  });

  it('keep the rate of one peer', async () => {
    const limits = { rate: { burst: 2, perSecond: 0.001 } };
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter({ limits })]);
    acceptAll(bob);
    expect(await stateOf(alice, bob)).toBe('accepted');
    expect(await stateOf(alice, bob)).toBe('accepted');
    expect(await stateOf(alice, bob)).toContain('UNREACHABLE');
    expect(bob.counters.refusedByRate).toBe(1);
  });

  it('shorten the time that a sender asks for, and tell it when that has passed', async () => {
    const [alice, bob] = await Promise.all([
      openAdapter(),
      openAdapter({ limits: { lifetimeMs: 200 } }),
    ]);
    expect(await stateOf(alice, bob)).toBe('expired');
  });
});

describe('RateLimiter', () => {
  it('gives a burst, then so many each second, to each peer', () => {
    let now = 0;
    const limiter = new RateLimiter({ burst: 2, perSecond: 4 }, () => now);
    const take = (peer: string): boolean => limiter.take(peer);
    expect([take('a'), take('a'), take('a'), take('b')]).toEqual([true, true, false, true]);
    now = 250;
    expect([take('a'), take('a')]).toEqual([true, false]);
  });

  it('forgets a peer only when that changes nothing', () => {
    let now = 0;
    const limiter = new RateLimiter({ burst: 1, perSecond: 1 }, () => now);
    limiter.take('a');
    limiter.prune();
    expect(limiter.take('a')).toBe(false);
    now = 1_000;
    limiter.prune();
    expect(limiter.take('a')).toBe(true);
  });
});
