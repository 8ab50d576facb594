import type { EndpointRoute } from '@beckon/core';
import type { Multiaddr } from '@multiformats/multiaddr';

/** Whether an address goes through a relay. */
export function isRelayed(address: Multiaddr): boolean {
  return address.getComponents().some(({ name }) => name === 'p2p-circuit');
}

/** Which way an address goes. */
export function routeOf(address: Multiaddr): EndpointRoute {
  if (isRelayed(address)) return 'relay';
  const isLoopback = address
    .getComponents()
    .some(
      ({ name, value = '' }) =>
        (name === 'ip4' && value.startsWith('127.')) || (name === 'ip6' && value === '::1'),
    );
  return isLoopback ? 'machine' : 'direct';
}
