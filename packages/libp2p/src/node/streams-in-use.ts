import type { Connection, Stream } from '@libp2p/interface';
import { isEngineProtocol } from '../transport/protocol.ts';

/**
 * The streams on which an invitation or a channel is open. The transport updates this set; code that has to end
 * connections reads it.
 */
export type StreamsInUse = WeakSet<Stream>;

/** Whether a connection has no stream of an app's own protocols, no open invitation and no open channel. */
export function isIdle({ streams }: Connection, inUse: StreamsInUse): boolean {
  return streams.every(
    (stream) =>
      stream.protocol === '' ||
      stream.protocol.startsWith('/ipfs/') ||
      (isEngineProtocol(stream.protocol) && !inUse.has(stream)),
  );
}
