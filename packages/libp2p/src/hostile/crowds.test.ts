import { expectUnharmed } from '../../test/hostile/expect-unharmed.ts';
import { trial } from '../../test/hostile/trial.ts';

/** A trial can be slow on a busy machine. */
const TIMEOUT_MS = 120_000;

const PLACES = 300;

describe('a crowd of identities of one machine', () => {
  it(
    'that leaves invitations pending gives way to others',
    async () => {
      const result = await trial('pendingInvitations', {
        counter: 'evictedInvitations',
        limits: { originRate: MANY },
      });
      expectUnharmed(result);
      expect(result.counters['evictedInvitations']).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  it(
    'that holds idle connections gives way to others',
    async () => {
      const result = await trial('idleConnections', { counter: 'evictedConnections' });
      expectUnharmed(result);
      expect(result.connections).toBeLessThanOrEqual(PLACES);
      expect(result.counters['evictedConnections']).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  it(
    'that sends invitations as fast as it can shares one rate',
    async () => {
      const result = await trial('manyInvitations', { counter: 'refusedByRate' });
      expectUnharmed(result);
      expect(result.counters['refusedByRate']).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  it(
    'that opens streams and names no protocol loses its connections',
    async () => {
      const result = await trial('halfOpenedStreams', { counter: 'streamFloods' });
      expectUnharmed(result);
      expect(result.counters['streamFloods']).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  it(
    'that connects with one new identity after another is forgotten',
    async () => {
      const result = await trial('newIdentities', { durationMs: 6_000 });
      expectUnharmed(result);
      expect(result.knownPeers).toBeLessThanOrEqual(1_000);
    },
    TIMEOUT_MS,
  );

  it(
    'that agrees on Noise and then says nothing gives way to others',
    async () => {
      expectUnharmed(await trial('silentHandshakes'));
    },
    TIMEOUT_MS,
  );
});

describe('one identity', () => {
  it(
    'that connects and leaves without end takes no place of others',
    async () => {
      expectUnharmed(await trial('reconnects'));
    },
    TIMEOUT_MS,
  );
});

/** High enough that an attacker reaches the limit of places, and not the rate. */
const MANY = { burst: 10_000, perSecond: 10_000 };
