import type { StreamMuxer } from '@libp2p/interface';

/**
 * The longest frame that this side sends. The peer gets the bytes of a frame when it is complete, and other streams
 * wait meanwhile: on a line of 128 kbit/s for a second.
 */
const MAX_SENT_BYTES = 16_384;

/** The used internals of Yamux. They are not public; the version of the package is pinned. */
interface MuxerInternals {
  _newStream(...args: readonly unknown[]): { maxMessageSize?: number };
}

/** Lets the streams of a connection send short frames. Yamux makes frames as long as the peer's window. */
export function shortenFrames(muxer: StreamMuxer): void {
  const internals = muxer as unknown as MuxerInternals;
  const newStream = internals._newStream.bind(muxer);
  internals._newStream = (...args) => {
    const stream = newStream(...args);
    let windowBytes = stream.maxMessageSize ?? MAX_SENT_BYTES;
    Object.defineProperty(stream, 'maxMessageSize', {
      get: () => Math.min(windowBytes, MAX_SENT_BYTES),
      set: (bytes: number) => (windowBytes = bytes),
    });
    return stream;
  };
}
