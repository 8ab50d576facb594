import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { TCP, WebSockets, WebSocketsSecure } from '@multiformats/multiaddr-matcher';

const EXAMPLE =
  'Write it as /ip4/192.0.2.1/tcp/4001/p2p/ and the PeerId of the relay, which beckon relay prints.';

/**
 * Reads the address of a relay.
 *
 * @param parameter - What the option is called, for messages.
 * @throws TypeError for a text that is no multiaddr, or does not say which relay is there.
 */
export function readRelayAddress(parameter: string, text: unknown): Multiaddr {
  const address = parse(parameter, text);
  const last = address.getComponents().at(-1);
  const isDialable = [TCP, WebSockets, WebSocketsSecure].some((kind) => kind.exactMatch(address));
  if (last?.name === 'p2p' && isDialable) return address;
  throw new TypeError(
    `libp2pAdapter: ${JSON.stringify(text)} in ${parameter} is not the address of a relay over TCP or WebSockets, with its PeerId at the end. ${EXAMPLE}`,
  );
}

function parse(parameter: string, text: unknown): Multiaddr {
  try {
    return multiaddr(text as string);
  } catch (cause) {
    throw new TypeError(
      `libp2pAdapter: ${JSON.stringify(text)} in ${parameter} is not a multiaddr. ${EXAMPLE}`,
      { cause },
    );
  }
}
