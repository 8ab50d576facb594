import type { Connection, StreamMuxer } from '@libp2p/interface';
import { filter, interval, map, type Observable, take } from 'rxjs';

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
 * Emits when nothing has come from the peer of a connection for `timeoutMs`, and completes. An answer may be behind much
 * else on a slow line. Of a connection without Yamux, such as WebRTC, nothing is heard here.
 */
export function silence(connection: Connection, timeoutMs: number): Observable<void> {
  const { muxer } = connection as unknown as ConnectionInternals;
  let lookedAt = performance.now();
  return interval(timeoutMs).pipe(
    filter(() => {
      const isHeard = (muxer?.[heardAt] ?? Number.NEGATIVE_INFINITY) > lookedAt;
      lookedAt = performance.now();
      return !isHeard;
    }),
    take(1),
    map(() => undefined),
  );
}
