import { CollaborationError, type Contact, type Endpoint } from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';
import type { DialTarget } from '@beckon/engine';
import { decodePublicKey } from '../identity/nkey.ts';

const SCHEME = 'nats:';
const REMEMBERED = 1_000;

/** The address of a person, at whichever server they are connected. */
export function addressOf(peerName: string): string {
  return SCHEME + peerName;
}

/** Reads endpoints and contacts. */
export class DialTargets {
  readonly #ownName: string;
  readonly #known = new Map<string, DialTarget>();

  constructor(ownName: string) {
    this.#ownName = ownName;
  }

  /**
   * The target of an endpoint.
   *
   * @throws CollaborationError `INVALID_ARGUMENT` for an address that names nobody, a contact with another name than
   *   the address, and this side itself.
   */
  get(operation: string, { address }: Endpoint, contact?: Contact): DialTarget {
    const key = contact === undefined ? address : `${address} ${contact.peerName}`;
    let target = this.#known.get(key);
    if (target === undefined) {
      target = this.#read(operation, address.trim(), contact?.peerName.trim());
      if (this.#known.size >= REMEMBERED) this.#known.clear();
      this.#known.set(key, target);
    }
    return target;
  }

  #read(operation: string, address: string, contactName: string | undefined): DialTarget {
    if (contactName !== undefined && decodePublicKey(contactName) === undefined) {
      throw new CollaborationError(
        'INVALID_ARGUMENT',
        `${operation}: ${JSON.stringify(contactName)} is not a public nkey of a user, which begins with U.`,
        { hresult: hresultValue('PEER_E_INVALID_PEER_NAME') },
      );
    }
    const peerName = peerNameOf(address);
    if (peerName === undefined) {
      throw invalidAddress(
        operation,
        address,
        'names nobody. Write it as nats:U…, with the public nkey of the person',
      );
    }
    if (peerName === this.#ownName || contactName === this.#ownName) {
      throw invalidAddress(operation, address, "is this side's own; a side cannot invite itself");
    }
    return { address, peerName: contactName ?? peerName };
  }
}

/** The person that an address names. */
function peerNameOf(address: string): string | undefined {
  if (!address.startsWith(SCHEME)) return undefined;
  const peerName = address.slice(SCHEME.length);
  return decodePublicKey(peerName) === undefined ? undefined : peerName;
}

function invalidAddress(operation: string, address: string, fault: string): CollaborationError {
  return new CollaborationError(
    'INVALID_ARGUMENT',
    `${operation}: the address ${JSON.stringify(address)} ${fault}.`,
    { hresult: hresultValue('PEER_E_INVALID_ADDRESS') },
  );
}
