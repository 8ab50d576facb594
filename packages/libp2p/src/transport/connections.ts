import type { Connection } from '@libp2p/interface';
import type { SchedulerLike } from 'rxjs';
import { pause } from '../pause.ts';
import { isRelayed } from './routes.ts';

/** An unused relayed connection is closed after this time, in milliseconds. */
const LEAVE_MS = 500;

/** The best of several open connections: a direct one before a relayed one. */
export function best(
  connections: readonly Connection[],
  except: ReadonlySet<Connection> = new Set(),
): Connection | undefined {
  const open = connections.filter((each) => !except.has(each) && each.status === 'open');
  return (
    open.find(({ remoteAddr }) => !isRelayed(remoteAddr)) ??
    open.find(({ limits }) => limits === undefined) ??
    open[0]
  );
}

/** Whether a connection carries streams of an app or of beckon. Streams of libp2p's own protocols do not count. */
export function isInUse({ streams }: Connection): boolean {
  return streams.some(({ protocol }) => !protocol.startsWith('/ipfs/'));
}

/** Closes a relayed connection when it is unused, to free the place at the relay: there is a direct one. Never rejects. */
export async function leaveRelayed(
  relayed: Connection,
  closed: AbortSignal,
  scheduler: SchedulerLike,
): Promise<void> {
  await pause(LEAVE_MS, closed, scheduler);
  if (relayed.streams.length === 0) await relayed.close().catch(() => undefined);
}
