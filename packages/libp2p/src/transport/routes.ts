import type { EndpointRoute } from '@beckon/core';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';

/** Whether all that goes to an address goes through a relay. With WebRTC the relay only brings both together. */
export function isRelayed(address: Multiaddr): boolean {
  const protocols = address.getComponents().map(({ name }) => name);
  return protocols.includes('p2p-circuit') && !protocols.includes('webrtc');
}

/**
 * An address to be remembered of a peer. With WebRTC it is the one through the relay: a straight connection is made
 * over it, each time anew.
 */
export function rememberedAddress(address: Multiaddr): Multiaddr {
  const text = address.toString();
  return text.includes('/p2p-circuit/webrtc') ? multiaddr(text.replace('/webrtc', '')) : address;
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
