import type { Connection } from '@libp2p/interface';
import { isRelayed } from './routes.ts';

/** Whether there is a connection, and no relay carries it. */
export function isDirect(connection: Connection | undefined): connection is Connection {
  return connection !== undefined && !isRelayed(connection.remoteAddr);
}

/** The best of several open connections: a direct one before a relayed one. */
export function best(
  connections: readonly Connection[],
  except: ReadonlySet<Connection> = new Set(),
): Connection | undefined {
  const open = connections.filter((each) => !except.has(each) && each.status === 'open');
  return open.find(isDirect) ?? open.find(({ limits }) => limits === undefined) ?? open[0];
}

/** Whether a connection carries streams of an app or of beckon. Streams of libp2p's own protocols do not count. */
export function isInUse({ streams }: Connection): boolean {
  return streams.some(({ protocol }) => !protocol.startsWith('/ipfs/'));
}
