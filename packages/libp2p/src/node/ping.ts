import type { Connection } from '@libp2p/interface';

/** The used internals of a connection. They are not public; the version of the package is pinned. */
interface ConnectionInternals {
  readonly muxer?: { ping?(options: { readonly signal: AbortSignal }): Promise<number> };
}

/** Resolves when the other side of a connection has answered. Rejects when it has not within `timeoutMs`. */
export async function ping(connection: Connection, timeoutMs: number): Promise<void> {
  const { muxer } = connection as unknown as ConnectionInternals;
  const signal = AbortSignal.timeout(timeoutMs);
  // Connections without Yamux, such as WebRTC, detect a dead peer themselves.
  await muxer?.ping?.({ signal });
}
