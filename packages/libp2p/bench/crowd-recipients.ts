// Many peers in one process, which accept everything.
import { incomingInvitations } from '@beckon/core';
import { libp2pAdapter } from '../src/index.ts';

process.on('message', (count: number) => {
  void (async () => {
    const addresses: (string | undefined)[] = [];
    while (addresses.length < count) {
      const adapter = libp2pAdapter();
      await adapter.open();
      incomingInvitations(adapter).subscribe((invitation) => void invitation.accept());
      const [endpoint] = await adapter.identity.endpoints();
      addresses.push(endpoint?.address);
    }
    process.send?.(addresses);
  })();
});
process.on('disconnect', () => process.exit());
