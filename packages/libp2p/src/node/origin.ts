import type { Multiaddr } from '@multiformats/multiaddr';

/**
 * The part of an IPv6 address that a network has: 64 bits, in words of 16. The rest is usually free to choose for a
 * machine.
 */
const NETWORK_WORDS = 4;

/**
 * The origin of an address, for limits that all peers of one place share: an IPv4 address, or the /64 of an IPv6
 * address.
 */
export function originOf(address: Multiaddr): string {
  const [first, second] = address.getComponents();
  const { name = '', value = '' } = (first?.name === 'ip6zone' ? second : first) ?? {};
  if (name !== 'ip6') return value === '' ? address.toString() : value;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(value)?.[1];
  return mapped ?? `${wordsOf(value).slice(0, NETWORK_WORDS).join(':')}::/64`;
}

/** The eight words of an IPv6 address, without leading zeros. */
function wordsOf(address: string): readonly string[] {
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].map((word) => word.replace(/^0+(?=.)/, ''));
}
