import type { Stream, StreamMuxer } from '@libp2p/interface';

/** The most replies to a stream before it names a known protocol: to its greeting, and to a few unknown names. */
const MAX_REPLIES = 16;

/** The used internals of Yamux. They are not public; the version of the package is pinned. */
interface MuxerInternals {
  onRemoteStream(stream: Stream): void;
}

/**
 * Ends a stream when its peer names one unknown protocol after another. libp2p answers all received names without a
 * pause, which blocks the event loop.
 */
export function boundedNegotiation(muxer: StreamMuxer, onFlood: () => void): void {
  const internals = muxer as unknown as MuxerInternals;
  const onRemoteStream = internals.onRemoteStream.bind(muxer);
  internals.onRemoteStream = (stream) => {
    const send = stream.send.bind(stream);
    let replies = 0;
    stream.send = (data) => {
      if (stream.protocol === '' && ++replies > MAX_REPLIES) {
        onFlood();
        throw new Error('The peer names no protocol that is known.');
      }
      return send(data);
    };
    onRemoteStream(stream);
  };
}
