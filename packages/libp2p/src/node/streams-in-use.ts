import type { Connection, Stream } from '@libp2p/interface';
import { isEngineProtocol } from '../transport/protocol.ts';

/** The streams on which an invitation or a channel is open. The transport tells, and who has to end connections looks. */
export type StreamsInUse = WeakSet<Stream>;

/** Nothing of an app's goes over a connection, and no invitation and no channel is open on it. */
export function isIdle({ streams }: Connection, inUse: StreamsInUse): boolean {
  return streams.every(
    (stream) =>
      stream.protocol === '' ||
      stream.protocol.startsWith('/ipfs/') ||
      (isEngineProtocol(stream.protocol) && !inUse.has(stream)),
  );
}
