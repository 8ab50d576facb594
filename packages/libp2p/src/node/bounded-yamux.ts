import type { PlaceHolder, RateLimit } from '@beckon/core/adapter';
import type { MultiaddrConnectionTimeline, StreamMuxerFactory } from '@libp2p/interface';
import { yamux, type YamuxMuxerInit } from '@libp2p/yamux';
import type { Uint8ArrayList } from 'uint8arraylist';
import type { Libp2pCounters } from '../counters.ts';
import { boundedNegotiation } from './bounded-negotiation.ts';
import { cheaperMessages, type NoiseInternals } from './cheaper-messages.ts';
import { WIDE_WINDOW_BYTES, widenableStreams } from './wide-streams.ts';
import { FrameCheck, HEADER_BYTES, SharedFrameLimits, WINDOW_BYTES } from './frame-check.ts';

/** What is reached of the muxer. It is not public; the version of the package is pinned. */
interface YamuxInternals {
  readonly decoder: { readonly buffer: Uint8ArrayList; readFrame(): unknown };
}

export interface BoundedYamuxInit {
  /** Whose a connection is, for limits. `undefined` for one that this side has opened. */
  readonly holderOf: (timeline: MultiaddrConnectionTimeline) => PlaceHolder | undefined;
  readonly counters: Libp2pCounters;
  /** What one connection that a peer has opened may have. Default: what an adapter needs. */
  readonly guestLimits?: StreamLimits;
  readonly yamux?: YamuxMuxerInit;
}

/** How many streams one connection may have open, and how fast its peer may open more. */
export interface StreamLimits {
  readonly streams: number;
  readonly openings: RateLimit;
}

/** An honest peer needs a handful: a stream costs a negotiation. */
const GUEST_LIMITS: StreamLimits = { streams: 64, openings: { burst: 8, perSecond: 1 } };
/** To a relay of its own choice this side has a stream for each peer that reaches it there. */
const OWN_LIMITS: StreamLimits = { streams: 1_024, openings: { burst: 500, perSecond: 100 } };

/**
 * Yamux that ends a connection whose peer announces a frame that no window allows, opens streams or sends
 * pings and empty frames without end, or makes this side answer and does not read. Without it a frame
 * is buffered up to the 4 GiB that its header may promise, and everything is answered.
 */
export function boundedYamux({
  holderOf,
  counters,
  guestLimits = GUEST_LIMITS,
  yamux: init = {},
}: BoundedYamuxInit): (components: unknown) => StreamMuxerFactory {
  const createWith = ({ streams }: StreamLimits): StreamMuxerFactory =>
    (
      yamux({
        maxInboundStreams: streams,
        maxOutboundStreams: streams,
        ...init,
        streamOptions: { maxStreamWindowSize: WINDOW_BYTES, ...init.streamOptions },
      }) as () => StreamMuxerFactory
    )();
  const shared = new SharedFrameLimits();
  return () => {
    const forGuests = createWith(guestLimits);
    const forOwn = createWith(OWN_LIMITS);
    return {
      protocol: forGuests.protocol,
      createStreamMuxer(connection) {
        const noise = connection as unknown as NoiseInternals;
        const raw = noise.stream;
        const holder = holderOf(raw.timeline);
        const [factory, limits] =
          holder === undefined ? [forOwn, OWN_LIMITS] : [forGuests, guestLimits];
        const muxer = factory.createStreamMuxer(connection);
        const { decoder } = muxer as unknown as YamuxInternals;
        cheaperMessages(muxer, noise);
        const name = holder?.peerName ?? raw.remoteAddr.toString();
        const sharer = holder?.isKnown === false ? holder.origin : name;
        boundedNegotiation(muxer, () => {
          counters.streamFloods += 1;
        });
        const check = new FrameCheck(raw, sharer, shared, limits.openings, counters);
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
