import { invite } from '@beckon/core';
import { lastValueFrom } from 'rxjs';
import {
  acceptAll,
  applicationId,
  closeAll,
  endpointOf,
  openAdapter,
} from '../../test/two-adapters.ts';

afterEach(closeAll);

describe('one peer under many addresses that do not name it', () => {
  /** The addresses of one listener on many loopback addresses. */
  async function addresses(count: number) {
    const [alice, bob] = await Promise.all([
      openAdapter(),
      openAdapter({ listen: ['/ip4/0.0.0.0/tcp/0'] }),
    ]);
    acceptAll(bob);
    const { address } = await endpointOf(bob);
    const port = /tcp\/(\d+)/.exec(address)?.[1] ?? '';
    const places = Array.from({ length: count }, (_, i) => `/ip4/127.0.0.${i + 1}/tcp/${port}`);
    const reach = async (place: string): Promise<string> => {
      const request = { to: { endpoint: { address: place } }, applicationId };
      return (await lastValueFrom(invite(alice, request))).state;
    };
    return { alice, bob, places, reach };
  }

  it('is reached at each, over one connection', async () => {
    const { alice, bob, places, reach } = await addresses(8);
    for (const place of places) expect(await reach(place)).toBe('accepted');
    // Again, now that each address is known.
    for (const place of places) expect(await reach(place)).toBe('accepted');
    expect(alice.libp2p?.getConnections().length).toBe(1);
    expect(bob.counters.refusedConnections).toBe(0);
  });

  it('is reached at each at once', async () => {
    const { places, reach } = await addresses(8);
    const states = await Promise.all(places.map(reach));
    expect(states).toEqual(places.map(() => 'accepted'));
  });
});
