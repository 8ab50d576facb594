import type { Endpoint } from '@beckon/core';
import { ownEndpoints } from '@beckon/core/identity';
import { filter, firstValueFrom, map } from 'rxjs';
import { freePort } from 'test-support/free-ports';
import type { Libp2pAdapter } from '../../src/index.ts';
import { type Relay, type RelayOptions, startRelay } from '../../src/relay.ts';

const running = new Set<Relay>();

/** Its port is free again once it is closed. */
export async function openRelay(options: RelayOptions = {}): Promise<Relay> {
  const listen = [`/ip4/127.0.0.1/tcp/${await freePort()}`];
  const relay = await startRelay({ listen, ...options });
  running.add(relay);
  return relay;
}

export async function closeRelay(relay: Relay): Promise<void> {
  running.delete(relay);
  await relay.close();
}

/** To be called after each test. */
export async function closeRelays(): Promise<void> {
  await Promise.all([...running].map(closeRelay));
}

/** Resolves with the endpoints through relays, once there are so many. */
export function relayed(adapter: Libp2pAdapter, count: number): Promise<readonly Endpoint[]> {
  return firstValueFrom(
    ownEndpoints(adapter).pipe(
      map((endpoints) => endpoints.filter(({ route }) => route === 'relay')),
      filter((endpoints) => endpoints.length === count),
    ),
  );
}
