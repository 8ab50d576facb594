// The recipient's process: accepts every invitation, echoes every message.
import { incomingInvitations } from '@beckon/core';
import { lpStream } from '@libp2p/utils';
import { libp2pAdapter } from '../src/index.ts';
import { isForChannel, serveChannels, serveRawStreams } from './channels.ts';
import { retainedBytes } from './memory.ts';
import { serveNatsEcho } from './nats.ts';
import { ECHO_PROTOCOL, MAX_STREAMS, startPlainNode, STREAMS_PROTOCOL } from './plain-node.ts';

const adapter = libp2pAdapter({
  limits: { pending: 20_000, pendingPerPeer: 20_000, rate: { burst: 1e9, perSecond: 1e9 } },
});
await adapter.open();
let isAccepting = true;
let arrivals = 0;
serveChannels(adapter);
incomingInvitations(adapter).subscribe((invitation) => {
  if (isForChannel(invitation)) return;
  arrivals += 1;
  if (isAccepting) void invitation.accept();
});

const node = await startPlainNode();
await serveRawStreams(node);
for (const protocol of [ECHO_PROTOCOL, STREAMS_PROTOCOL]) {
  await node.handle(
    protocol,
    async (stream) => {
      const messages = lpStream(stream);
      try {
        for (;;) await messages.write(await messages.read());
      } catch {
        await stream.close();
      }
    },
    { maxInboundStreams: MAX_STREAMS, maxOutboundStreams: MAX_STREAMS },
  );
}

const [natsAddress] = process.argv.slice(2);
if (natsAddress !== undefined) await serveNatsEcho(natsAddress);

process.on('disconnect', () => process.exit());
process.on('message', (question: 'accept' | 'keep' | 'memory') => {
  if (question === 'memory') {
    process.send?.({ bytes: retainedBytes(), arrivals });
    return;
  }
  isAccepting = question === 'accept';
  arrivals = 0;
  process.send?.({});
});
const [endpoint] = await adapter.identity.endpoints();
process.send?.({ adapter: endpoint?.address, node: node.getMultiaddrs()[0]?.toString() });
