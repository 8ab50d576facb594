import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { TCP, WebSockets, WebSocketsSecure } from '@multiformats/multiaddr-matcher';

const EXAMPLE =
  'Write it as /ip4/192.0.2.1/tcp/4001/p2p/ and the PeerId of the node, as beckon relay prints it.';

/**
 * Reads the address of a relay.
 *
 * @param parameter - The name of the option, for messages.
 * @throws TypeError for a text that is no multiaddr, or does not name the relay.
 */
export function readRelayAddress(parameter: string, text: unknown): Multiaddr {
  return readNodeAddress('libp2pAdapter', parameter, 'relay', text);
}

/**
 * Reads the address of a node, with its PeerId.
 *
 * @param what - The kind of node, for messages.
 * @throws TypeError for a text that is no multiaddr, or does not name the node.
 */
export function readNodeAddress(
  caller: string,
  parameter: string,
  what: string,
  text: unknown,
): Multiaddr {
  const address = parse(caller, parameter, text);
  const last = address.getComponents().at(-1);
  const isDialable = [TCP, WebSockets, WebSocketsSecure].some((kind) => kind.exactMatch(address));
  if (last?.name === 'p2p' && isDialable) return address;
  throw new TypeError(
    `${caller}: ${JSON.stringify(text)} in ${parameter} is not the address of a ${what} over TCP or WebSockets, with its PeerId at the end. ${EXAMPLE}`,
  );
}

function parse(caller: string, parameter: string, text: unknown): Multiaddr {
  try {
    return multiaddr(text as string);
  } catch (cause) {
    throw new TypeError(
      `${caller}: ${JSON.stringify(text)} in ${parameter} is not a multiaddr. ${EXAMPLE}`,
      { cause },
    );
  }
}
