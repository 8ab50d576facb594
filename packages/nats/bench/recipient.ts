// The recipient's process: accepts every invitation, echoes every message.
import { incomingInvitations } from '@beckon/core';
import { natsAdapter } from '../src/index.ts';
import { serveEcho } from './echo.ts';

const [servers = ''] = process.argv.slice(2);
const adapter = natsAdapter({
  servers,
  limits: { pending: 20_000, pendingPerPeer: 20_000, rate: { burst: 1e9, perSecond: 1e9 } },
});
await adapter.open();
incomingInvitations(adapter).subscribe((invitation) => void invitation.accept());
await serveEcho(servers);

process.on('disconnect', () => process.exit());
const [endpoint] = await adapter.identity.endpoints();
process.send?.(endpoint?.address);
