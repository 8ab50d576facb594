import type { Stream, StreamMuxer } from '@libp2p/interface';

/** Replies to a stream that has named no protocol yet: to its greeting, and to a few names that are not known. */
const MAX_REPLIES = 16;

/** What is reached of Yamux. It is not public; the version of the package is pinned. */
interface MuxerInternals {
  onRemoteStream(stream: Stream): void;
}

/**
 * Ends streams whose peer names one unknown protocol after the other. Without it all that have come are
 * answered without a pause, and nothing else happens meanwhile.
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
