import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Digits and letters that cannot be taken for each other: Crockford's base 32. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const GROUPS = 5;
const GROUP_LENGTH = 4;

/**
 * A proven identity in a form that two people can read to each other: five groups of four letters and digits, the
 * first 100 bits of the SHA-256 of the `peerName`. Both sides see the same.
 *
 * @example
 * ```ts
 * import { fingerprint } from '@beckon/host/fingerprint';
 *
 * console.log(fingerprint('12D3KooWGRUacx5VLRsCkWBaZ6yDMvZBqxtVRqVmPh6QXeRnkEzr'));
 * ```
 */
export function fingerprint(peerName: string): string {
  const groups: string[] = [];
  let bits = 0;
  let bitCount = 0;
  let group = '';
  for (const byte of sha256(utf8ToBytes(peerName))) {
    bits = (bits << 8) | byte;
    bitCount += 8;
    while (bitCount >= 5 && groups.length < GROUPS) {
      bitCount -= 5;
      group += ALPHABET.charAt((bits >> bitCount) & 31);
      bits &= (1 << bitCount) - 1;
      if (group.length < GROUP_LENGTH) continue;
      groups.push(group);
      group = '';
    }
  }
  return groups.join(' ');
}
