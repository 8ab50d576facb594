// Signs in near me, and writes what it sees as lines of JSON. Reads commands from its input, one a line:
// `name Ada`, `leave`.
import { createInterface } from 'node:readline';
import { collaborationEvents } from '@beckon/core/events';
import { libp2pAdapter } from '../../src/index.ts';

const [name = 'nobody', ttl = '120'] = process.argv.slice(2);
const adapter = libp2pAdapter({
  name,
  listen: ['/ip4/0.0.0.0/tcp/0', '/ip6/::/tcp/0'],
  nearMe: { ttlSeconds: Number(ttl) },
});
await adapter.open();
collaborationEvents(adapter, [{ type: 'peopleNearMeChanged' }]).subscribe(({ change, person }) => {
  if (person !== undefined) tell(change === 'deleted' ? { gone: person.id } : { person });
});
const signedIn = await adapter.visibility?.signIn('nearMe');
const { peerName } = await adapter.identity.contact();
tell({ peerName, isConnected: signedIn?.isConnected });

for await (const line of createInterface(process.stdin)) {
  const [command, ...words] = line.split(' ');
  if (command === 'name') await adapter.identity.setName(words.join(' '));
  if (command === 'leave') await adapter.visibility?.signOut('nearMe');
}
await adapter.close();

function tell(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
