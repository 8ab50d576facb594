import type { PlaceHolder } from '@beckon/core/adapter';
import type { MultiaddrConnectionTimeline, StreamMuxerFactory } from '@libp2p/interface';
import { yamux, type YamuxMuxerInit } from '@libp2p/yamux';
import type { Uint8ArrayList } from 'uint8arraylist';
import type { Libp2pCounters } from '../counters.ts';
import { boundedNegotiation } from './bounded-negotiation.ts';
import { cheaperMessages, type NoiseInternals } from './cheaper-messages.ts';
import { WIDE_WINDOW_BYTES, widenableStreams } from './wide-streams.ts';
import { FrameCheck, HEADER_BYTES, SharedFrameLimits, WINDOW_BYTES } from './frame-check.ts';

/** Streams that one connection may have open at once. */
const MAX_STREAMS = 64;

/** What is reached of the muxer. It is not public; the version of the package is pinned. */
interface YamuxInternals {
  readonly decoder: { readonly buffer: Uint8ArrayList; readFrame(): unknown };
}

export interface BoundedYamuxInit {
  /** Whose a connection is, for limits. `undefined` for one that this side has opened. */
  readonly holderOf: (timeline: MultiaddrConnectionTimeline) => PlaceHolder | undefined;
  readonly counters: Libp2pCounters;
  readonly yamux?: YamuxMuxerInit;
}

/**
 * Yamux that ends a connection whose peer announces a frame that no window allows, opens streams or sends
 * pings and empty frames without end, or makes this side answer and does not read. Without it a frame
 * is buffered up to the 4 GiB that its header may promise, and everything is answered.
 */
export function boundedYamux({
  holderOf,
  counters,
  yamux: init = {},
}: BoundedYamuxInit): (components: unknown) => StreamMuxerFactory {
  const create = yamux({
    maxInboundStreams: MAX_STREAMS,
    maxOutboundStreams: MAX_STREAMS,
    ...init,
    streamOptions: { maxStreamWindowSize: WINDOW_BYTES, ...init.streamOptions },
  }) as () => StreamMuxerFactory;
  const shared = new SharedFrameLimits();
  return () => {
    const factory = create();
    return {
      protocol: factory.protocol,
      createStreamMuxer(connection) {
        const muxer = factory.createStreamMuxer(connection);
        const { decoder } = muxer as unknown as YamuxInternals;
        const noise = connection as unknown as NoiseInternals;
        const raw = noise.stream;
        cheaperMessages(muxer, noise);
        const holder = holderOf(raw.timeline);
        const name = holder?.peerName ?? raw.remoteAddr.toString();
        const sharer = holder?.isKnown === false ? holder.origin : name;
        boundedNegotiation(muxer, () => {
          counters.streamFloods += 1;
        });
        const check = new FrameCheck(raw, sharer, shared, counters);
        widenableStreams(muxer, () => check.allow(WIDE_WINDOW_BYTES));
        const readFrame = decoder.readFrame.bind(decoder);
        decoder.readFrame = () => {
          if (decoder.buffer.byteLength >= HEADER_BYTES) {
            check.header(decoder.buffer.subarray(0, HEADER_BYTES));
          }
          return readFrame();
        };
        return muxer;
      },
    };
  };
}
