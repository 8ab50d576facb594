import type { NetworkInterfaceInfo } from 'node:os';
import { isForLink, isPlausible, type Link, linksOf } from './link.ts';

function info(cidr: string, family: 'IPv4' | 'IPv6', internal = false): NetworkInterfaceInfo {
  const [address = ''] = cidr.split('/');
  const common = { address, netmask: '', mac: '', internal, cidr };
  return family === 'IPv4' ? { ...common, family } : { ...common, family, scopeid: 0 };
}

const links = linksOf({
  lo: [info('127.0.0.1/8', 'IPv4', true), info('::1/128', 'IPv6', true)],
  eth0: [info('10.0.0.5/24', 'IPv4'), info('fe80::5/64', 'IPv6'), info('fd00::5/64', 'IPv6')],
  eth1: [info('192.168.1.5/24', 'IPv4')],
  eth2: [info('fd01::5/64', 'IPv6'), info('fe80::6/64', 'IPv6')],
});
const [lo, eth0, eth1, eth2] = links as [Link, Link, Link, Link];

describe('links', () => {
  it('speak IPv4 where there is one, and from the link-local address otherwise', () => {
    expect(links.map(({ name, family, address }) => [name, family, address])).toEqual([
      ['lo', 'IPv4', '127.0.0.1'],
      ['eth0', 'IPv4', '10.0.0.5'],
      ['eth1', 'IPv4', '192.168.1.5'],
      ['eth2', 'IPv6', 'fe80::6'],
    ]);
  });

  it('contain the addresses of their subnets', () => {
    expect(['10.0.0.77', 'fd00::77', 'fe80::77%eth0'].every((it) => eth0.contains(it))).toBe(true);
    expect(['10.0.1.77', '8.8.8.8', 'fe80::77%eth2'].some((it) => eth0.contains(it))).toBe(false);
    expect(lo.contains('127.0.0.1')).toBe(true);
  });

  it.each([
    ['/ip4/127.0.0.1/tcp/1', [lo]],
    ['/ip4/10.0.0.5/tcp/1', [eth0]],
    ['/ip6/fd00::5/tcp/1', [eth0]],
    ['/ip6/fe80::5/tcp/1', []],
    ['/ip4/192.168.1.5/tcp/1', [eth1]],
    ['/ip4/203.0.113.1/tcp/1', [eth0, eth1, eth2]],
    ['/dns4/example.com/tcp/1', [eth0, eth1, eth2]],
  ])('announce %s only where it can be reached', (address, expected) => {
    expect(links.filter((link) => isForLink(address, link, links))).toEqual(expected);
  });

  it.each(['/ip4/127.0.0.1/tcp/22', '/ip4/0.0.0.0/tcp/22', '/ip6/::1/tcp/22', '/ip6/::/tcp/22'])(
    'believe %s on the loopback only',
    (address) => {
      expect(isPlausible(address, lo)).toBe(true);
      expect(isPlausible(address, eth0)).toBe(false);
    },
  );

  it('believe other addresses', () => {
    for (const address of [
      '/ip4/10.0.0.9/tcp/1',
      '/dns4/example.com/tcp/1',
      '/ip6/fd00::9/tcp/1',
    ]) {
      expect(isPlausible(address, eth0)).toBe(true);
    }
  });
});
