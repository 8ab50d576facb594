// Many peers in one process, who watch somebody, and who are watched.
import { collaborationEvents } from '@beckon/core/events';
import { type Libp2pAdapter, libp2pAdapter } from '../src/index.ts';
import { type CrowdOrder, type Member, RAW_PROTOCOL } from './print-directory.ts';

const members: Libp2pAdapter[] = [];
/** When each member has heard of the change that is measured, in milliseconds since 1970. */
let heardAt: number[] = [];

const now = (): number => performance.timeOrigin + performance.now();

/** Answers when every member has heard. */
function hear(): void {
  heardAt.push(now());
  if (heardAt.length < members.length) return;
  process.send?.(heardAt);
  heardAt = [];
}

async function join(count: number): Promise<readonly Member[]> {
  const joined: Member[] = [];
  while (joined.length < count) {
    const adapter = libp2pAdapter();
    await adapter.open();
    await adapter.visibility.signIn('internet');
    members.push(adapter);
    const [endpoint] = await adapter.identity.endpoints();
    joined.push({ card: await adapter.identity.card(), address: endpoint?.address ?? '' });
  }
  return joined;
}

/** How many begin to watch at once: a peer takes so many handshakes of one address in a moment. */
const BATCH = 100;

/** Everybody watches an address. From then on each change is answered when all have heard of it. */
async function watch(address: string): Promise<void> {
  for (let at = 0; at < members.length; at += BATCH) {
    await Promise.all(members.slice(at, at + BATCH).map((adapter) => watchFrom(adapter, address)));
  }
}

function watchFrom(adapter: Libp2pAdapter, address: string): Promise<void> {
  const filters = (
    ['requestStatusChanged', 'endpointPresenceChanged', 'endpointObjectChanged'] as const
  ).map((type) => ({ type }));
  return new Promise((resolve) => {
    collaborationEvents(adapter, filters).subscribe((event) => {
      if (event.type !== 'requestStatusChanged') hear();
      else if (event.error === undefined) resolve();
    });
    void adapter.endpointData.subscribe({ address });
  });
}

/** Everybody takes raw streams. From then on each load of so many bytes is answered when all have it. */
async function serveRaw(bytes: number): Promise<void> {
  for (const { libp2p } of members) {
    await libp2p?.handle(RAW_PROTOCOL, (stream) => {
      let missing = bytes;
      stream.addEventListener('message', ({ data }) => {
        missing -= data.byteLength;
        if (missing > 0) return;
        missing += bytes;
        hear();
      });
    });
  }
}

process.on('message', (order: CrowdOrder) => {
  void (async () => {
    if ('join' in order) process.send?.(await join(order.join));
    else if ('watch' in order) process.send?.(await watch(order.watch).then(() => 'watching'));
    else if ('serveRaw' in order)
      process.send?.(await serveRaw(order.serveRaw).then(() => 'ready'));
    else if ('allow' in order) {
      await Promise.all(members.map((adapter) => adapter.contacts.add(order.allow)));
      process.send?.('allowed');
    } else {
      await Promise.all(members.map((adapter) => adapter.presence.setOwn(order.setPresence)));
    }
  })();
});
process.on('disconnect', () => process.exit());
