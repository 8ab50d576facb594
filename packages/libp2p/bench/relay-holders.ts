// People who hold a reservation at a relay.
import { ownEndpoints } from '@beckon/core/identity';
import { filter, firstValueFrom } from 'rxjs';
import { libp2pAdapter } from '../src/index.ts';

const [relay = '', count = '1'] = process.argv.slice(2);
await Promise.all(
  Array.from({ length: Number(count) }, async () => {
    const adapter = libp2pAdapter({ listen: [], relays: [relay] });
    await adapter.open();
    await firstValueFrom(ownEndpoints(adapter).pipe(filter(({ length }) => length > 0)));
  }),
);
process.send?.('held');
