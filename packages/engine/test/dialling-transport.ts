import type { DialTarget, Transport } from '../src/index.ts';

/** A transport of Alice that dials Bob as a test says, whatever the address is. */
export function diallingTransport(
  dial: Transport['dial'],
  peerName?: DialTarget['peerName'],
): Transport {
  return {
    peerName: 'alice',
    addresses: () => [],
    card: async () => '',
    readCard: async () => ({ peerName: '', addresses: [] }),
    target: () => ({ address: 'bob', peerName }),
    dial,
    close: async () => undefined,
  };
}
