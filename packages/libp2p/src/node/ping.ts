import type { Connection } from '@libp2p/interface';

/** What is reached of a connection. It is not public; the version of the package is pinned. */
interface ConnectionInternals {
  readonly muxer?: { ping?(options: { readonly signal: AbortSignal }): Promise<number> };
}

/** Resolves when the other side of a connection has answered. Rejects when it has not within `timeoutMs`. */
export async function ping(connection: Connection, timeoutMs: number): Promise<void> {
  const { muxer } = connection as unknown as ConnectionInternals;
  const signal = AbortSignal.timeout(timeoutMs);
  // One that is below something else, as WebRTC's, is watched there.
  await muxer?.ping?.({ signal });
}
