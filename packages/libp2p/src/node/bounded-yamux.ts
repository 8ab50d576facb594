import type { PlaceHolder, RateLimit } from '@beckon/core/adapter';
import type { MultiaddrConnectionTimeline, StreamMuxerFactory } from '@libp2p/interface';
import { yamux, type YamuxMuxerInit } from '@libp2p/yamux';
import type { Uint8ArrayList } from 'uint8arraylist';
import type { Libp2pCounters } from '../counters.ts';
import { boundedNegotiation } from './bounded-negotiation.ts';
import { cheaperMessages, type NoiseInternals } from './cheaper-messages.ts';
import { noteHeard } from './heard.ts';
import { shortenFrames } from './short-frames.ts';
import { WIDE_WINDOW_BYTES, widenableStreams } from './wide-streams.ts';
import { FrameCheck, HEADER_BYTES, SharedFrameLimits, WINDOW_BYTES } from './frame-check.ts';

/** The used internals of the muxer. They are not public; the version of the package is pinned. */
interface YamuxInternals {
  readonly decoder: { readonly buffer: Uint8ArrayList; readFrame(): unknown };
}

export interface BoundedYamuxInit {
  /** The peer of a connection, for limits. `undefined` for a connection that this side has opened. */
  readonly holderOf: (timeline: MultiaddrConnectionTimeline) => PlaceHolder | undefined;
  readonly counters: Libp2pCounters;
  /** Limits of one connection that a peer has opened. Default: enough for an adapter. */
  readonly guestLimits?: StreamLimits;
  readonly yamux?: YamuxMuxerInit;
}

/** How many streams one connection may have open, and how fast its peer may open more. */
export interface StreamLimits {
  readonly streams: number;
  readonly openings: RateLimit;
}

/** An honest peer needs a handful of streams. Each costs a negotiation. */
const GUEST_LIMITS: StreamLimits = { streams: 64, openings: { burst: 8, perSecond: 1 } };
/** A connection to one of this side's relays has a stream for each peer that reaches this side there. */
const OWN_LIMITS: StreamLimits = { streams: 1_024, openings: { burst: 500, perSecond: 100 } };

/**
 * Yamux that ends a connection when the peer announces a frame longer than any window, floods it with streams, pings
 * or empty frames, or causes answers and does not read them. Plain Yamux buffers a frame of up to 4 GiB, and answers
 * everything.
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
        shortenFrames(muxer, raw);
        widenableStreams(muxer, () => check.allow(WIDE_WINDOW_BYTES));
        const readFrame = decoder.readFrame.bind(decoder);
        decoder.readFrame = () => {
          noteHeard(muxer);
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
