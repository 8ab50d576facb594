import { multiaddr } from '@multiformats/multiaddr';
import { originOf } from './origin.ts';

describe('originOf', () => {
  it.each([
    ['/ip4/192.0.2.1/tcp/4001', '192.0.2.1'],
    [
      '/ip4/192.0.2.1/tcp/4001/p2p/12D3KooWKnDdG3iXw9eTFijk3EWSunZcFi54Zka4wmtqtt6rPxc8',
      '192.0.2.1',
    ],
    ['/ip6/2001:db8:0:7::1/tcp/4001', '2001:db8:0:7::/64'],
    ['/ip6/2001:db8:0:7:ffff:1:2:3/tcp/4001', '2001:db8:0:7::/64'],
    ['/ip6/2001:db8::1/tcp/4001', '2001:db8:0:0::/64'],
    ['/ip6/::1/tcp/4001', '0:0:0:0::/64'],
    ['/ip6zone/eth0/ip6/fe80::1/tcp/4001', 'fe80:0:0:0::/64'],
    ['/dns4/example.com/tcp/4001', 'example.com'],
  ])('%s is at %s', (address, origin) => {
    expect(originOf(multiaddr(address))).toBe(origin);
  });
});
