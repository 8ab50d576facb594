import type { Connection, Libp2p } from '@libp2p/interface';

/** Longest time that a connection may take to close, in milliseconds. */
const CLOSE_TIMEOUT_MS = 200;

/** The used internals of the node. They are not public; the version of the package is pinned. */
interface NodeInternals {
  readonly components?: {
    readonly addressManager?: {
      readonly _updatePeerStoreAddresses?: { readonly stop?: () => void };
    };
  };
}

/** Stops a node, and clears every timer that would keep the process alive. */
export async function stopNode(node: Libp2p): Promise<void> {
  // stop() would wait for a peer that closes at the same moment.
  await Promise.all(node.getConnections().map(closeSoon));
  await node.stop();
  // Each closing listener has set a timer of a second for an update of addresses that nobody needs any more.
  (node as NodeInternals).components?.addressManager?._updatePeerStoreAddresses?.stop?.();
}

async function closeSoon(connection: Connection): Promise<void> {
  try {
    await connection.close({ signal: AbortSignal.timeout(CLOSE_TIMEOUT_MS) });
  } catch (error) {
    connection.abort(error as Error);
  }
}
