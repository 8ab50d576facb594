import { TokenBucket } from '@beckon/core/adapter';
import type { StreamMuxerFactory } from '@libp2p/interface';
import { yamux, type YamuxMuxerInit } from '@libp2p/yamux';
import type { Uint8ArrayList } from 'uint8arraylist';
import type { Libp2pCounters } from '../counters.ts';

/** Yamux's window for a new stream. It is never widened here, so no honest frame is longer. */
const WINDOW_BYTES = 262_144;
const HEADER_BYTES = 12;
const DATA = 0;
const SYN = 1;

/** Streams that one connection may open: an honest peer needs a handful. */
const OPENINGS = { burst: 100, perSecond: 10 };

/** Streams that one connection may have open at once. */
const MAX_STREAMS = 64;

/** What is reached of the muxer. These are not public; the version of the package is pinned. */
interface YamuxInternals {
  readonly decoder: { readonly buffer: Uint8ArrayList; readFrame(): unknown };
}

/**
 * Yamux that ends a connection whose peer announces a frame that no window allows, or opens streams
 * without end. Without it a frame is buffered up to the 4 GiB that its header may promise, and every
 * opened stream is negotiated.
 */
export function boundedYamux(
  counters: Libp2pCounters,
  init: YamuxMuxerInit = {},
): (components: unknown) => StreamMuxerFactory {
  const create = yamux({
    maxInboundStreams: MAX_STREAMS,
    maxOutboundStreams: MAX_STREAMS,
    ...init,
    streamOptions: { maxStreamWindowSize: WINDOW_BYTES, ...init.streamOptions },
  }) as () => StreamMuxerFactory;
  return () => {
    const factory = create();
    return {
      protocol: factory.protocol,
      createStreamMuxer(connection) {
        const muxer = factory.createStreamMuxer(connection);
        const { decoder } = muxer as unknown as YamuxInternals;
        const openings = new TokenBucket(OPENINGS, () => performance.now());
        const readFrame = decoder.readFrame.bind(decoder);
        decoder.readFrame = () => {
          if (decoder.buffer.byteLength >= HEADER_BYTES) {
            checkHeader(decoder.buffer.subarray(0, HEADER_BYTES), openings, counters);
          }
          return readFrame();
        };
        return muxer;
      },
    };
  };
}

/** @throws Error when the connection is to be ended. */
function checkHeader(header: Uint8Array, openings: TokenBucket, counters: Libp2pCounters): void {
  const view = new DataView(header.buffer, header.byteOffset, HEADER_BYTES);
  if (view.getUint8(1) === DATA && view.getUint32(8) > WINDOW_BYTES) {
    counters.oversizedYamuxFrames += 1;
    throw new Error(`A Yamux frame is longer than ${WINDOW_BYTES} bytes.`);
  }
  if ((view.getUint16(2) & SYN) !== 0 && view.getUint32(4) !== 0 && !openings.take()) {
    counters.streamFloods += 1;
    throw new Error('The peer opens streams too fast.');
  }
}
