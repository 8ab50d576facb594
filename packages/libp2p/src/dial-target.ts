import { CollaborationError, type Contact, type Endpoint } from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';
import { peerIdFromString } from '@libp2p/peer-id';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import type { DialTarget } from './transport.ts';

/** How many targets are remembered: parsing an address takes longer than sending to it. */
const REMEMBERED = 1_000;

/** Reads endpoints and contacts. */
export class DialTargets {
  readonly #known = new Map<string, DialTarget>();

  /**
   * Where an endpoint is to be dialled, and who has to be there.
   *
   * @throws CollaborationError `INVALID_ARGUMENT` for an address that is no multiaddr, or a contact
   *   whose name is no PeerId.
   */
  get(operation: string, { address }: Endpoint, contact?: Contact): DialTarget {
    const key = contact === undefined ? address : `${address} ${contact.peerName}`;
    let target = this.#known.get(key);
    if (target === undefined) {
      target = dialTarget(operation, address, contact);
      if (this.#known.size >= REMEMBERED) this.#known.clear();
      this.#known.set(key, target);
    }
    return target;
  }
}

function dialTarget(operation: string, text: string, contact: Contact | undefined): DialTarget {
  const address = parseAddress(operation, text);
  const last = address.getComponents().at(-1);
  const named = last?.name === 'p2p' ? last.value : undefined;
  const peerName = contact === undefined ? named : parsePeerName(operation, contact.peerName);
  return { address: address.toString(), peerName };
}

function parseAddress(operation: string, text: string): Multiaddr {
  let cause: unknown;
  try {
    const address = multiaddr(text);
    if (address.getComponents().length > 0) return address;
  } catch (error) {
    cause = error;
  }
  throw new CollaborationError(
    'INVALID_ARGUMENT',
    `${operation}: ${JSON.stringify(text)} is not a multiaddr. Write it as /ip4/192.0.2.1/tcp/4001, with or without /p2p/ and a PeerId at its end.`,
    { hresult: hresultValue('PEER_E_INVALID_ADDRESS'), cause },
  );
}

function parsePeerName(operation: string, text: string): string {
  try {
    return peerIdFromString(text).toString();
  } catch (cause) {
    throw new CollaborationError(
      'INVALID_ARGUMENT',
      `${operation}: ${JSON.stringify(text)} is not a PeerId.`,
      { hresult: hresultValue('PEER_E_INVALID_PEER_NAME'), cause },
    );
  }
}
