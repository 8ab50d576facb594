import type { EndpointRoute } from '@beckon/core';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';

/** Whether all traffic to an address goes through a relay. With WebRTC the relay only brings both sides together. */
export function isRelayed(address: Multiaddr): boolean {
  const protocols = address.getComponents().map(({ name }) => name);
  return protocols.includes('p2p-circuit') && !protocols.includes('webrtc');
}

/**
 * The address of a peer to remember. For WebRTC this is the address through the relay, over which each direct
 * connection is set up.
 */
export function rememberedAddress(address: Multiaddr): Multiaddr {
  const text = address.toString();
  return text.includes('/p2p-circuit/webrtc') ? multiaddr(text.replace('/webrtc', '')) : address;
}

/** The kind of route of an address. */
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
