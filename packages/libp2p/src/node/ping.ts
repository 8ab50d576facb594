import type { Connection } from '@libp2p/interface';
import { firstValueFrom, from, map, merge } from 'rxjs';
import { silence } from './heard.ts';

/** The used internals of a connection. They are not public; the version of the package is pinned. */
interface ConnectionInternals {
  readonly muxer?: { ping?(): Promise<number> };
}

/** Resolves when the other side of a connection has answered. Rejects when nothing has come for `timeoutMs`. */
export async function ping(connection: Connection, timeoutMs: number): Promise<void> {
  // Connections without Yamux, such as WebRTC, detect a dead peer themselves.
  const { muxer } = connection as unknown as ConnectionInternals;
  if (muxer?.ping === undefined) return;
  const silence$ = silence(connection, timeoutMs).pipe(
    map(() => {
      throw new Error('The other side of the connection does not answer.');
    }),
  );
  // Yamux would end the connection at a late answer, if the question were given up.
  await firstValueFrom(merge(from(muxer.ping()), silence$));
}
