import type { MultiaddrConnection, StreamMuxer } from '@libp2p/interface';

/** The longest frame that this side sends. Yamux would make frames as long as the peer's window. */
export const MAX_SENT_BYTES = 65_536;
/** The longest frame on a slow line: 128 kbit/s carry it in a second. */
export const MAX_SENT_BYTES_SLOWLY = 16_384;
/** A line is slow while it needs longer than this to take what waits. */
const SLOW_MS = 100;

/** The used internals of Yamux. They are not public; the version of the package is pinned. */
interface MuxerInternals {
  _newStream(...args: readonly unknown[]): { maxMessageSize?: number };
}

/**
 * Lets the streams of a connection send short frames. The peer gets the bytes of a frame when it is complete, and the
 * other streams wait meanwhile.
 */
export function shortenFrames(
  muxer: StreamMuxer,
  raw: MultiaddrConnection,
  now = (): number => performance.now(),
): void {
  let maxBytes = MAX_SENT_BYTES;
  let fullSince: number | undefined;
  const send = raw.send.bind(raw);
  raw.send = (data) => {
    const takesMore = send(data);
    if (!takesMore) fullSince ??= now();
    return takesMore;
  };
  raw.addEventListener('drain', () => {
    if (fullSince === undefined) return;
    maxBytes = now() - fullSince > SLOW_MS ? MAX_SENT_BYTES_SLOWLY : MAX_SENT_BYTES;
    fullSince = undefined;
  });
  const internals = muxer as unknown as MuxerInternals;
  const newStream = internals._newStream.bind(muxer);
  internals._newStream = (...args) => {
    const stream = newStream(...args);
    let windowBytes = stream.maxMessageSize ?? MAX_SENT_BYTES;
    Object.defineProperty(stream, 'maxMessageSize', {
      get: () => Math.min(windowBytes, maxBytes),
      set: (bytes: number) => (windowBytes = bytes),
    });
    return stream;
  };
}
