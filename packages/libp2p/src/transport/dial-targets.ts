import { CollaborationError, type Contact, type Endpoint } from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';
import type { DialTarget } from '@beckon/engine';
import { peerIdFromString } from '@libp2p/peer-id';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import {
  Circuit,
  TCP,
  WebRTC,
  WebSockets,
  WebSocketsSecure,
} from '@multiformats/multiaddr-matcher';
import { isRelayed } from './routes.ts';

/** How many targets are cached, because parsing an address takes longer than sending to it. */
const REMEMBERED = 1_000;

const EXAMPLE =
  'Write it as /ip4/192.0.2.1/tcp/4001, with or without /p2p/ and a PeerId at its end.';

export interface DialTargetsInit {
  /** The PeerId of this side. */
  readonly ownName: string;
  /** The current addresses of this side. */
  readonly ownAddresses: () => readonly Multiaddr[];
  /** Whether the node is the adapter's own, which dials TCP and WebSockets only. */
  readonly isOwnNode: boolean;
  /** The reason why an address can never be dialled on this platform. */
  readonly faultOf: (address: Multiaddr) => string | undefined;
}

/** Reads endpoints and contacts. */
export class DialTargets {
  readonly #init: DialTargetsInit;
  readonly #known = new Map<string, DialTarget>();

  constructor(init: DialTargetsInit) {
    this.#init = init;
  }

  /**
   * The address to dial for an endpoint, and the identity that has to be there.
   *
   * @throws CollaborationError `INVALID_ARGUMENT` for an address that can never be dialled, a contact without a valid
   *   PeerId, and this side itself.
   */
  get(operation: string, { address }: Endpoint, contact?: Contact): DialTarget {
    const key = contact === undefined ? address : `${address} ${contact.peerName}`;
    let target = this.#known.get(key);
    if (target === undefined) {
      target = this.#read(operation, address.trim(), contact);
      if (this.#known.size >= REMEMBERED) this.#known.clear();
      this.#known.set(key, target);
    }
    return target;
  }

  #read(operation: string, text: string, contact: Contact | undefined): DialTarget {
    const address = parseAddress(operation, text);
    const components = address.getComponents();
    const { isOwnNode, faultOf: faultHere } = this.#init;
    const fault =
      faultOf(address) ??
      (isOwnNode ? (unsupported(address) ?? faultHere(dialled(address))) : undefined);
    if (fault !== undefined) throw invalidAddress(operation, text, fault);
    const last = components.at(-1);
    const named = last?.name === 'p2p' ? last.value : undefined;
    if (last?.name === 'p2p-circuit' && contact === undefined) {
      const fault = 'names a relay, and nobody behind it. Add /p2p/ and the PeerId of the peer';
      throw invalidAddress(operation, text, fault);
    }
    const peerName = contact === undefined ? named : parsePeerName(operation, contact.peerName);
    if (peerName === this.#init.ownName || named === this.#init.ownName || this.#isOwn(address)) {
      throw invalidAddress(operation, text, "is this side's own; a side cannot invite itself");
    }
    return { address: address.toString(), peerName };
  }

  #isOwn(address: Multiaddr): boolean {
    // All peers behind a relay share its address.
    if (isRelayed(address)) return false;
    const place = withoutPeer(address);
    return place !== '' && this.#init.ownAddresses().some((own) => withoutPeer(own) === place);
  }
}

function parseAddress(operation: string, text: string): Multiaddr {
  let cause: unknown;
  try {
    const address = multiaddr(text);
    if (address.getComponents().length > 0) return address;
  } catch (error) {
    cause = error;
  }
  const reason = cause instanceof Error ? ` (${cause.message})` : '';
  throw invalidAddress(operation, text, `is not a multiaddr${reason}. ${EXAMPLE}`, cause);
}

/** The fault of an address that no node can dial. */
function faultOf(address: Multiaddr): string | undefined {
  for (const { name, value = '' } of address.getComponents()) {
    if (name === 'p2p' && peerIdOf(value) === undefined) {
      return `names ${value}, which is not a whole PeerId`;
    }
    if ((name === 'tcp' || name === 'udp') && value === '0')
      return 'has port 0, at which nobody is';
    if (name === 'ip6zone') {
      return 'names the zone of a link-local address, which libp2p cannot dial. Use another address of that machine';
    }
  }
  return undefined;
}

/** The reason why a node over TCP and WebSockets never dials an address. */
function unsupported(address: Multiaddr): string | undefined {
  const isSupported =
    WebRTC.exactMatch(address) ||
    TCP.exactMatch(address) ||
    WebSockets.exactMatch(address) ||
    WebSocketsSecure.exactMatch(address) ||
    (Circuit.exactMatch(address) && isSupportedRelay(address));
  if (isSupported) return undefined;
  const components = address.getComponents();
  // libp2p looks up the first kind in DNS, and the second in its peer store.
  if (components[0]?.name === 'dnsaddr' || components.every(({ name }) => name === 'p2p')) {
    return undefined;
  }
  return `cannot be dialled: this node connects over TCP and WebSockets. ${EXAMPLE}`;
}

/** Whether the relay of an address can be dialled, or has only a PeerId: this side may be connected with it. */
function isSupportedRelay(address: Multiaddr): boolean {
  const relay = dialled(address);
  const isNamed = relay.getComponents().every(({ name }) => name === 'p2p');
  return isNamed || [TCP, WebSockets, WebSocketsSecure].some((kind) => kind.exactMatch(relay));
}

/** The address that is dialled first: that of the relay, for an address behind one. */
function dialled(address: Multiaddr): Multiaddr {
  return multiaddr(address.toString().split('/p2p-circuit')[0] ?? '');
}

/** The address without the PeerId at its end. */
function withoutPeer(address: Multiaddr): string {
  return address.toString().replace(/\/p2p\/[^/]+$/, '');
}

function parsePeerName(operation: string, text: string): string {
  const peerName = peerIdOf(text);
  if (peerName !== undefined) return peerName;
  throw new CollaborationError(
    'INVALID_ARGUMENT',
    `${operation}: ${JSON.stringify(text)} is not a PeerId.`,
    { hresult: hresultValue('PEER_E_INVALID_PEER_NAME') },
  );
}

function peerIdOf(text: string): string | undefined {
  try {
    return peerIdFromString(text.trim()).toString();
  } catch {
    return undefined;
  }
}

function invalidAddress(
  operation: string,
  text: string,
  fault: string,
  cause?: unknown,
): CollaborationError {
  const end = fault.endsWith('.') ? '' : '.';
  return new CollaborationError(
    'INVALID_ARGUMENT',
    `${operation}: the address ${JSON.stringify(text)} ${fault}${end}`,
    { hresult: hresultValue('PEER_E_INVALID_ADDRESS'), cause },
  );
}
