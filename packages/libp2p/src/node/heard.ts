import type { Connection, StreamMuxer } from '@libp2p/interface';

const heardAt = Symbol('heardAt');

/** The used internals of a connection. They are not public; the version of the package is pinned. */
interface ConnectionInternals {
  readonly muxer?: HearingMuxer;
}

interface HearingMuxer {
  [heardAt]?: number;
}

/** Notes that something has come from the peer of a connection. */
export function noteHeard(muxer: StreamMuxer): void {
  (muxer as HearingMuxer)[heardAt] = performance.now();
}

/**
 * Calls `onSilent`, once, when nothing has come from the peer of a connection for `timeoutMs`, or the connection has
 * ended. An answer may be behind much else on a slow line. Of a connection without Yamux, such as WebRTC, nothing is
 * heard here. Returns a function that stops waiting.
 */
export function watchSilence(
  connection: Connection,
  timeoutMs: number,
  onSilent: () => void,
): () => void {
  const { muxer } = connection as unknown as ConnectionInternals;
  let lookedAt = performance.now();
  const timer = setInterval(() => {
    const isHeard = (muxer?.[heardAt] ?? Number.NEGATIVE_INFINITY) > lookedAt;
    lookedAt = performance.now();
    if (!isHeard) end();
  }, timeoutMs);
  const stop = (): void => {
    clearInterval(timer);
    connection.removeEventListener('close', end);
  };
  const end = (): void => {
    stop();
    onSilent();
  };
  connection.addEventListener('close', end);
  return stop;
}
