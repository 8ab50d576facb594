import type { Multiaddr } from '@multiformats/multiaddr';

/** How much of an IPv6 address one machine has for itself, as a rule: 64 bits, in words of 16. */
const NETWORK_WORDS = 4;

/**
 * Where an address is, as far as one machine can be in many places: an IPv4 address, or the /64 of an
 * IPv6 one. Limits for all peers of one place are counted by it.
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
