import type { EndpointRoute } from '@beckon/core';
import type { Multiaddr } from '@multiformats/multiaddr';

/** Whether all that goes to an address goes through a relay. With WebRTC the relay only brings both together. */
export function isRelayed(address: Multiaddr): boolean {
  const protocols = address.getComponents().map(({ name }) => name);
  return protocols.includes('p2p-circuit') && !protocols.includes('webrtc');
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
