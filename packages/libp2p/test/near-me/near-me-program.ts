// Signs in near me, and writes what it sees as lines of JSON. Reads commands from its input, one a line:
// `name Ada`, `leave`.
import { createInterface } from 'node:readline';
import { asyncScheduler } from 'rxjs';
import { libp2pAdapter } from '../../src/index.ts';
import { enterNearMe } from '../../src/near-me/enter-near-me.ts';

const [given = 'nobody', ttl = '120'] = process.argv.slice(2);
let name = given;
const adapter = libp2pAdapter({ listen: ['/ip4/0.0.0.0/tcp/0', '/ip6/::/tcp/0'] });
await adapter.open();
const { peerName } = await adapter.identity.contact();

const stay = await enterNearMe(
  {
    self: () => ({
      peerName,
      name,
      addresses: (adapter.libp2p?.getMultiaddrs() ?? []).map((address) => address.toString()),
    }),
    knows: () => false,
    onPerson: (person) => tell({ person }),
    onGone: (gone) => tell({ gone }),
  },
  { ttlSeconds: Number(ttl) },
  asyncScheduler,
);
tell({ peerName, isConnected: stay.isConnected });

for await (const line of createInterface(process.stdin)) {
  const [command, ...words] = line.split(' ');
  if (command === 'name') {
    name = words.join(' ');
    stay.refresh();
  }
  if (command === 'leave') await stay.close();
}
await adapter.close();

function tell(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
