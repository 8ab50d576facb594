import { CollaborationError } from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';

const NAME = String.raw`[\p{L}\p{N}._-]{1,64}`;
const ADDRESS = new RegExp(`^(${NAME})(?:/${NAME})?$`, 'u');

/** The part that names the contact; `undefined` when the address cannot be parsed. */
function findPeerName(address: string): string | undefined {
  return ADDRESS.exec(address)?.[1];
}

/**
 * Checks the address of an endpoint: the name of a contact, or a contact and a device: `bob`,
 * `bob/phone`. Each part has 1 to 64 letters, digits, `.`, `_` or `-`.
 */
export function checkAddress(operation: string, address: string): void {
  if (findPeerName(address) !== undefined) return;
  throw new CollaborationError('INVALID_ARGUMENT', `${operation}: ${explain(address)}`, {
    hresult: hresultValue('PEER_E_INVALID_ADDRESS'),
  });
}

/** @throws TypeError when `name` is not an address. */
export function peerNameOf(operation: string, name: string): string {
  const peerName = findPeerName(name);
  if (peerName === undefined) throw new TypeError(`${operation}: ${explain(name)}`);
  return peerName;
}

function explain(address: string): string {
  return `${JSON.stringify(address)} is not an address of the mock network. Write a name such as "bob", or a name and a device such as "bob/phone".`;
}
