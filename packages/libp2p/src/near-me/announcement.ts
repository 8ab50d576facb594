import { LIMITS } from '@beckon/core';
import { peerIdFromString } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';

/** The announcement of a peer on one network. All of it is a claim. */
export interface Announcement {
  readonly peerName: string;
  readonly name?: string;
  /** Multiaddrs that end with the identity, 1 to {@link MAX_ADDRESSES}, the best first. */
  readonly addresses: readonly string[];
}

/** The length of a string in a TXT record is one byte. */
const MAX_STRING_BYTES = 255;
/** With this limit, a whole announcement fits in one Ethernet frame. */
const MAX_TEXT_BYTES = 1_000;
const MAX_ADDRESSES = 8;
const MAX_ADDRESS_BYTES = 512;

const NAME = 'name';
const ADDRESS = 'address';
/** The key of a string that continues the one before it. */
const MORE = '+';

/**
 * The strings of the TXT record. Leaves out the last addresses when they do not fit. `undefined` when no address is
 * left.
 */
export function toStrings({ peerName, name, addresses }: Announcement): Buffer[] | undefined {
  const strings = name === undefined ? [] : stringsOf(NAME, name);
  let size = sizeOf(strings);
  let count = 0;
  for (const address of addresses.slice(0, MAX_ADDRESSES)) {
    const short = withoutEnd(address, endOf(peerName));
    const more = stringsOf(ADDRESS, short);
    if (Buffer.byteLength(short) > MAX_ADDRESS_BYTES) continue;
    if (size + sizeOf(more) > MAX_TEXT_BYTES) continue;
    size += sizeOf(more);
    count += 1;
    strings.push(...more);
  }
  return count === 0 ? undefined : strings;
}

/**
 * Reads the strings of a TXT record. Ignores unknown keys and addresses that cannot be read. `undefined` when the
 * strings describe no peer that could be invited.
 *
 * @param isAllowed - Whether the sender of the record may announce an address.
 */
export function fromStrings(
  peerName: string,
  strings: readonly Uint8Array[],
  isAllowed: (address: string) => boolean,
): Announcement | undefined {
  if (!isPeerId(peerName)) return undefined;
  let name: string | undefined;
  const addresses: string[] = [];
  for (const [key, bytes] of pairsOf(strings)) {
    if (key === NAME) name ??= nameOf(bytes);
    if (key !== ADDRESS || addresses.length === MAX_ADDRESSES) continue;
    const address = addressOf(bytes, peerName);
    if (address === undefined || addresses.includes(address) || !isAllowed(address)) continue;
    addresses.push(address);
  }
  if (addresses.length === 0) return undefined;
  return { peerName, ...(name === undefined ? {} : { name }), addresses };
}

function stringsOf(key: string, value: string): Buffer[] {
  const strings: Buffer[] = [];
  let rest = Buffer.from(value);
  for (let head = `${key}=`; rest.length > 0; head = `${MORE}=`) {
    const room = MAX_STRING_BYTES - head.length;
    strings.push(Buffer.concat([Buffer.from(head), rest.subarray(0, room)]));
    rest = rest.subarray(room);
  }
  return strings;
}

function* pairsOf(strings: readonly Uint8Array[]): Generator<readonly [string, Uint8Array]> {
  let key: string | undefined;
  let value: Uint8Array = Buffer.alloc(0);
  for (const string of strings) {
    const text = Buffer.from(string.buffer, string.byteOffset, string.byteLength);
    const end = text.indexOf('=');
    if (end <= 0) continue;
    const nextKey = text.toString('latin1', 0, end).toLowerCase();
    const part = text.subarray(end + 1);
    if (nextKey === MORE) {
      value = Buffer.concat([value, part]);
      continue;
    }
    if (key !== undefined) yield [key, value];
    key = nextKey;
    value = part;
  }
  if (key !== undefined) yield [key, value];
}

function nameOf(bytes: Uint8Array): string | undefined {
  const name = textOf(bytes);
  const isName =
    name !== undefined && name.length > 0 && name.length <= LIMITS.endpointNameUtf16Units;
  return isName ? name : undefined;
}

/** The address with the identity at its end, in libp2p's own spelling. */
function addressOf(bytes: Uint8Array, peerName: string): string | undefined {
  const text = bytes.length <= MAX_ADDRESS_BYTES ? textOf(bytes) : undefined;
  if (text === undefined) return undefined;
  try {
    const address = multiaddr(text);
    const components = address.getComponents();
    const last = components.at(-1);
    if (components.length === 0 || last === undefined) return undefined;
    if (last.name !== 'p2p') return address.encapsulate(endOf(peerName)).toString();
    return last.value === peerName && components.length > 1 ? address.toString() : undefined;
  } catch {
    return undefined;
  }
}

function isPeerId(text: string): boolean {
  try {
    return peerIdFromString(text).toString() === text;
  } catch {
    return false;
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function endOf(peerName: string): string {
  return `/p2p/${peerName}`;
}

function withoutEnd(text: string, end: string): string {
  return text.endsWith(end) ? text.slice(0, -end.length) : text;
}

function sizeOf(strings: readonly Buffer[]): number {
  return strings.reduce((size, string) => size + 1 + string.length, 0);
}
