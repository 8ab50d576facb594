import type { Connection, Libp2p } from '@libp2p/interface';

/** Longest time that a connection may take to close, in milliseconds. */
const CLOSE_TIMEOUT_MS = 200;

/** What is reached of the node. It is not public; the version of the package is pinned. */
interface NodeInternals {
  readonly components?: {
    readonly addressManager?: {
      readonly _updatePeerStoreAddresses?: { readonly stop?: () => void };
    };
  };
}

/** Stops a node, and leaves nothing behind that keeps the process alive. */
export async function stopNode(node: Libp2p): Promise<void> {
  // A peer that closes at the same moment would keep stop() waiting.
  await Promise.all(node.getConnections().map(closeSoon));
  await node.stop();
  // Each listener that closes has set a timer of a second, for addresses that nobody asks for any more.
  (node as NodeInternals).components?.addressManager?._updatePeerStoreAddresses?.stop?.();
}

async function closeSoon(connection: Connection): Promise<void> {
  try {
    await connection.close({ signal: AbortSignal.timeout(CLOSE_TIMEOUT_MS) });
  } catch (error) {
    connection.abort(error as Error);
  }
}
