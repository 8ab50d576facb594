import type { Stream, StreamMuxer } from '@libp2p/interface';
import { WINDOW_BYTES } from './frame-check.ts';

/** Wider than the credit of a channel, so that Yamux never holds up a channel. */
export const WIDE_WINDOW_BYTES = 20 * WINDOW_BYTES;

const widen = Symbol('widen');

/** The used internals of Yamux. They are not public; the version of the package is pinned. */
interface MuxerInternals {
  _newStream(...args: readonly unknown[]): StreamInternals;
}
interface StreamInternals {
  recvWindow: number;
  maxStreamWindowSize: number;
  sendWindowUpdate(): void;
  [widen]?: () => void;
}

/**
 * Lets streams of a connection get a wide window. Only for channels, whose unread bytes the engine bounds itself.
 *
 * @param onWide - Called when the peer may send longer frames.
 */
export function widenableStreams(muxer: StreamMuxer, onWide: () => void): void {
  const internals = muxer as unknown as MuxerInternals;
  const newStream = internals._newStream.bind(muxer);
  internals._newStream = (...args) => {
    const stream = newStream(...args);
    stream[widen] = () => {
      onWide();
      stream.maxStreamWindowSize = WIDE_WINDOW_BYTES;
      stream.recvWindow = WIDE_WINDOW_BYTES;
      stream.sendWindowUpdate();
    };
    return stream;
  };
}

/** Gives a stream a wide window, if its connection was prepared by {@link widenableStreams}. */
export function widenStream(stream: Stream): void {
  (stream as unknown as Partial<StreamInternals>)[widen]?.();
}
