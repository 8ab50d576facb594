import type { Connection } from '@libp2p/interface';
import { watchSilence } from './heard.ts';

/** The used internals of a connection. They are not public; the version of the package is pinned. */
interface ConnectionInternals {
  readonly muxer?: { ping?(): Promise<number> };
}

/** Resolves when the other side of a connection has answered. Rejects when nothing has come for `timeoutMs`. */
export async function ping(connection: Connection, timeoutMs: number): Promise<void> {
  // Connections without Yamux, such as WebRTC, detect a dead peer themselves.
  const { muxer } = connection as unknown as ConnectionInternals;
  if (muxer?.ping === undefined) return;
  let stop = (): void => undefined;
  const silence = new Promise<never>((_, reject) => {
    stop = watchSilence(connection, timeoutMs, () =>
      reject(new Error('The other side of the connection does not answer.')),
    );
  });
  try {
    // Yamux would end the connection at a late answer, if the question were given up.
    await Promise.race([muxer.ping(), silence]);
  } finally {
    stop();
  }
}
