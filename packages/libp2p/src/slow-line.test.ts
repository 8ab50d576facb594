import type { Endpoint } from '@beckon/core';
import { fillLine, SLOW_BYTES_PER_SECOND, WHOLE } from 'test-support/full-line';
import { SlowLine } from 'test-support/slow-line';
import { closeRelays, openRelay, relayed } from '../test/relays/relays.ts';
import { closeAll, endpointOf, openAdapter } from '../test/two-adapters.ts';
import type { Libp2pAdapter } from './index.ts';

let line: SlowLine;

afterEach(async () => {
  await closeAll();
  await closeRelays();
  line.close();
});

it.each([
  ['', async () => endpointOf(await openBob())],
  [
    ', over a relay',
    async () => {
      const { addresses } = await openRelay();
      const [endpoint] = await relayed(await openBob({ relays: addresses, listen: [] }), 1);
      return endpoint!;
    },
  ],
])(
  'a peer behind a line that a channel fills is alive, and gets everything%s',
  async (_, open) => {
    const endpoint = await overSlowLine(await open());
    const ada = await openAdapter();
    const { waitedMs, ...outcome } = await fillLine(ada, bob, endpoint);
    process.stdout.write(
      `behind a full line: ${waitedMs.map((ms) => ms.toFixed(0)).join(' and ')} ms\n`,
    );
    expect(outcome).toEqual(WHOLE);
    expect([ada.counters.deadPeers, bob.counters.deadPeers]).toEqual([0, 0]);
  },
  60_000,
);

let bob: Libp2pAdapter;
async function openBob(options?: Parameters<typeof openAdapter>[0]): Promise<Libp2pAdapter> {
  return (bob = await openAdapter(options));
}

/** The endpoint, with a slow line to its first hop. */
async function overSlowLine(
  { address, ...rest }: Endpoint,
  bytesPerSecond = SLOW_BYTES_PER_SECOND,
): Promise<Endpoint> {
  const port = /(?<=tcp\/)\d+/;
  line = await SlowLine.open(Number(port.exec(address)?.[0]), bytesPerSecond);
  return { ...rest, address: address.replace(port, String(line.port)) };
}

it('a line to a relay that a channel fills keeps the reservation there', async () => {
  const { addresses } = await openRelay();
  const ada = await openBob({ relays: addresses, listen: [] });
  const [endpoint] = await relayed(ada, 1);
  const { address } = await overSlowLine({ address: addresses[0]! }, SLOW_BYTES_PER_SECOND / 2);
  const sender = await openAdapter({ relays: [address], listen: [] });
  await relayed(sender, 1);
  const far = { address: endpoint!.address.replace(addresses[0]!, address) };
  const { waitedMs, ...outcome } = await fillLine(sender, ada, far);
  process.stdout.write(`${waitedMs.map((ms) => ms.toFixed(0)).join(' and ')} ms\n`);
  expect(outcome).toEqual(WHOLE);
}, 60_000);
