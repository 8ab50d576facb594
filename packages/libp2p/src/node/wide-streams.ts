import type { Stream, StreamMuxer } from '@libp2p/interface';
import { WINDOW_BYTES } from './frame-check.ts';

/** More than the engine lets a channel's peer send before the app has taken some of it: Yamux then holds nobody up. */
export const WIDE_WINDOW_BYTES = 20 * WINDOW_BYTES;

const widen = Symbol('widen');

/** What is reached of Yamux. It is not public; the version of the package is pinned. */
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
 * Makes it possible to give streams of a connection a wide window: for those of which the engine bounds itself
 * what is not taken.
 *
 * @param onWide - The peer may send longer frames from here on.
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

/** Gives a stream a wide window, where its connection is one of {@link widenableStreams}. */
export function widenStream(stream: Stream): void {
  (stream as unknown as Partial<StreamInternals>)[widen]?.();
}
