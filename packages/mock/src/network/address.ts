import { CollaborationError, type Endpoint } from '@beckon/core';
import { checkContent } from '@beckon/core/adapter';
import { hresultValue } from '@beckon/core/hresults';

const NAME = String.raw`[\p{L}\p{N}._-]{1,64}`;
const ADDRESS = new RegExp(`^(${NAME})(?:/${NAME})?$`, 'u');

/** The part of an address that names the contact. `undefined` when `address` is none. */
function findPeerName(address: unknown): string | undefined {
  return typeof address === 'string' ? ADDRESS.exec(address)?.[1] : undefined;
}

/**
 * Checks the address of an endpoint. An address is the name of a contact, or a contact and a
 * device: `bob`, `bob/phone`. Each part has 1 to 64 letters, digits, `.`, `_` or `-`.
 *
 * @throws CollaborationError with `INVALID_ARGUMENT`.
 */
export function checkAddress(operation: string, address: string): void {
  if (findPeerName(address) !== undefined) return;
  throw new CollaborationError(
    'INVALID_ARGUMENT',
    `${operation}: endpoint.address ${explain(address)}`,
    { hresult: hresultValue('PEER_E_INVALID_ADDRESS') },
  );
}

/** @throws CollaborationError with `INVALID_ARGUMENT`. */
export function checkEndpoint(operation: string, endpoint: Endpoint): void {
  checkContent.endpoint(operation, endpoint);
  checkAddress(operation, endpoint.address);
}

/**
 * The contact that an address belongs to.
 *
 * @throws TypeError when `address` is not an address.
 */
export function peerNameOf(operation: string, parameter: string, address: unknown): string {
  const peerName = findPeerName(address);
  if (peerName !== undefined) return peerName;
  throw new TypeError(`${operation}: ${parameter} ${explain(address)}`);
}

function explain(address: unknown): string {
  const shown =
    typeof address === 'string' ? JSON.stringify(address) : `a value of type ${typeof address}`;
  return `is ${shown}, which is not an address of the mock network. Write a name such as "bob", or a name and a device such as "bob/phone".`;
}
