import { expectUnharmed } from '../../test/hostile/expect-unharmed.ts';
import { trial } from '../../test/hostile/trial.ts';

/** A trial can be slow on a busy machine. */
const TIMEOUT_MS = 120_000;

describe('a flood', () => {
  it(
    'of Yamux pings ends its connection',
    async () => {
      const result = await trial('yamuxPings', { counter: 'yamuxFloods' });
      expectUnharmed(result);
      expect(result.counters['yamuxFloods']).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  it(
    "of libp2p's pings is not answered",
    async () => {
      const result = await trial('libp2pPings', { counter: 'streamFloods' });
      expectUnharmed(result);
      expect(result.counters['streamFloods']).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  it(
    'of pings of the invitation protocol ends its connections',
    async () => {
      const result = await trial('protocolPings', { counter: 'floods' });
      expectUnharmed(result);
      expect(result.counters['floods']).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  it(
    'of Yamux frames of one byte ends its connection',
    async () => {
      const result = await trial('oneByteFrames', { counter: 'yamuxFloods' });
      expectUnharmed(result);
      expect(result.counters['yamuxFloods']).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  it(
    'of empty Yamux frames ends its connection',
    async () => {
      const result = await trial('emptyFrames', { counter: 'yamuxFloods' });
      expectUnharmed(result);
      expect(result.counters['yamuxFloods']).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  it(
    'of empty encrypted messages costs time and no memory',
    async () => {
      expectUnharmed(await trial('emptyNoiseMessages'));
    },
    TIMEOUT_MS,
  );

  it(
    'of unknown protocol names costs time and no memory',
    async () => {
      expectUnharmed(await trial('unknownProtocols'));
    },
    TIMEOUT_MS,
  );
});
