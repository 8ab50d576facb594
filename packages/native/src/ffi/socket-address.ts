/** An IPv6 address with its zone, and a port. */
export interface SocketAddress {
  /** 16 bytes, in network byte order. */
  readonly host: Uint8Array;
  /** Interface of a link-local address; 0 for none. */
  readonly scopeId: number;
  readonly port: number;
}

const ADDRESS = /^\[([0-9a-f:.]+)(?:%(\d{1,10}))?\]:(\d{1,5})$/i;
const LARGEST_SCOPE_ID = 0xffff_ffff;
const LARGEST_PORT = 0xffff;

/**
 * Reads `[fe80::1%4]:3587`: an IPv6 address, its zone as a number when it has one, and a port.
 * `undefined` for anything else; the API knows IPv6 only.
 */
export function parseSocketAddress(address: string): SocketAddress | undefined {
  const [, text = '', zone = '0', portText = ''] = ADDRESS.exec(address) ?? [];
  const host = parseHost(text);
  const scopeId = Number(zone);
  const port = Number(portText);
  if (host === undefined || scopeId > LARGEST_SCOPE_ID || port > LARGEST_PORT) return undefined;
  return { host, scopeId, port };
}

/**
 * Writes an address in the form of RFC 5952, for {@link parseSocketAddress}. Equal addresses give
 * equal texts.
 */
export function formatSocketAddress({ host, scopeId, port }: SocketAddress): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((host[2 * index] ?? 0) << 8) | (host[2 * index + 1] ?? 0)).toString(16),
  );
  const text = canonical(groups.join(':')) ?? '';
  return `[${text}${scopeId === 0 ? '' : `%${scopeId}`}]:${port}`;
}

function parseHost(text: string): Uint8Array | undefined {
  const [front, back] = (canonical(text) ?? '').split('::').map(groupsOf);
  if (front === undefined) return undefined;
  const missing = 8 - front.length - (back?.length ?? 0);
  const groups = [...front, ...new Array<number>(back === undefined ? 0 : missing).fill(0)].concat(
    back ?? [],
  );
  if (groups.length !== 8) return undefined;
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

function groupsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

// The host of a URL is an IPv6 address in canonical form, read by the platform's own strict parser.
function canonical(host: string): string | undefined {
  try {
    return new URL(`ws://[${host}]`).hostname.slice(1, -1);
  } catch {
    return undefined;
  }
}
