import type { Multiaddr } from '@multiformats/multiaddr';
import { readNodeAddress } from '../relays/relay-address.ts';

/** The most nodes of a DHT that an option can name. */
const MAX_BOOTSTRAP = 16;

/**
 * Reads the addresses of nodes of a DHT.
 *
 * @param caller - The function that takes the option, for messages.
 * @param parameter - The name of the option, for messages.
 * @throws TypeError for a value that is no list of such addresses, and for an empty list; RangeError for too many.
 */
export function readBootstrapAddresses(
  caller: string,
  parameter: string,
  addresses: unknown,
): readonly Multiaddr[] {
  if (!Array.isArray(addresses) || addresses.length === 0) {
    throw new TypeError(
      `${caller}: ${parameter} must be a list with the address of at least one node of the DHT.`,
    );
  }
  if (addresses.length > MAX_BOOTSTRAP) {
    throw new RangeError(
      `${caller}: ${parameter} has ${addresses.length} addresses; the limit is ${MAX_BOOTSTRAP}.`,
    );
  }
  return (addresses as readonly unknown[]).map((address) =>
    readNodeAddress(caller, parameter, 'node of the DHT', address),
  );
}
