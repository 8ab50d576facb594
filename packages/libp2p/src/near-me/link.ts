import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { BlockList, isIPv4 } from 'node:net';
import { multiaddr } from '@multiformats/multiaddr';

/** One interface of this machine, and the network behind it. */
export interface Link {
  /** The name of the interface in the system. */
  readonly name: string;
  readonly family: 'IPv4' | 'IPv6';
  /** The address from which this machine sends on the link. */
  readonly address: string;
  /** All addresses of the interface. */
  readonly addresses: readonly string[];
  readonly isLoopback: boolean;
  /** Whether an address is on the link. The sender of a packet must be. */
  contains(address: string): boolean;
}

/** The links of this machine. An interface with both families is one link, over IPv4. */
export function linksOf(interfaces = networkInterfaces()): readonly Link[] {
  return Object.entries(interfaces).flatMap(([name, infos = []]) => {
    const info =
      infos.find(({ family }) => family === 'IPv4') ??
      infos.find(({ address }) => address.startsWith('fe80:')) ??
      infos[0];
    return info === undefined ? [] : [linkOf(name, info, infos)];
  });
}

function linkOf(name: string, info: NetworkInterfaceInfo, infos: NetworkInterfaceInfo[]): Link {
  const subnets = new BlockList();
  for (const { cidr, family } of infos) {
    const [network, bits] = cidr?.split('/') ?? [];
    if (network === undefined || bits === undefined) continue;
    subnets.addSubnet(network, Number(bits), family === 'IPv4' ? 'ipv4' : 'ipv6');
  }
  return {
    name,
    family: info.family,
    address: info.address,
    addresses: infos.map(({ address }) => address),
    isLoopback: info.internal,
    contains: (address) => {
      const [plain = '', zone] = address.split('%');
      if (zone !== undefined && zone !== name) return false;
      return subnets.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
    },
  };
}

/** The IP address at the beginning of a multiaddr, or `undefined` for a name. */
function hostOf(address: string): string | undefined {
  const [first, second] = multiaddr(address).getComponents();
  const { name, value } = (first?.name === 'ip6zone' ? second : first) ?? {};
  return name === 'ip4' || name === 'ip6' ? value : undefined;
}

/**
 * Whether to announce an address on a link: an address of the interface itself, or one of no interface here, such as
 * behind a relay or a router. Addresses of other interfaces would tell the link about other networks.
 */
export function isForLink(address: string, link: Link, links: readonly Link[]): boolean {
  const host = hostOf(address);
  if (host === undefined) return !link.isLoopback;
  if (link.addresses.includes(host)) return !host.startsWith('fe80:');
  return !link.isLoopback && !links.some(({ addresses }) => addresses.includes(host));
}

/** Whether a host on a link may announce an address: no other host can be at this machine's loopback. */
export function isPlausible(address: string, link: Link): boolean {
  const host = hostOf(address);
  if (host === undefined || link.isLoopback) return true;
  return !/^(?:127\.|0\.|::1?$|::ffff:)/.test(host);
}
