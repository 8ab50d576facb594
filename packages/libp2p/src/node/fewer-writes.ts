import type { MultiaddrConnection, StreamMuxer } from '@libp2p/interface';

/** What Noise makes of one message is joined up to this length: a copy costs less than another write. */
const MAX_JOINED_BYTES = 16_384;

/** `StreamState.Established` of Yamux, which does not export it: neither side has anything else to tell. */
const ESTABLISHED = 3;

/** What is reached of Yamux. These are not public; the version of the package is pinned. */
interface MuxerInternals {
  _newStream(...args: readonly unknown[]): StreamInternals;
}
interface StreamInternals {
  readonly state: number;
  /** How much the peer may still send. */
  readonly recvWindowCapacity: number;
  readonly recvWindow: number;
  sendWindowUpdate(): void;
}

/**
 * Halves what small messages cost. Yamux answers each frame with an update of its window, as a message of its
 * own that is encrypted, written, read and decrypted; here an update waits until half the window is used,
 * as in other implementations. And Noise gives a length and what it is the length of as two writes.
 *
 * @param raw - What is below the encryption.
 */
export function fewerWrites(muxer: StreamMuxer, raw: MultiaddrConnection): void {
  const send = raw.send.bind(raw);
  raw.send = (data) => send(data.byteLength > MAX_JOINED_BYTES ? data : data.subarray());

  const internals = muxer as unknown as MuxerInternals;
  const newStream = internals._newStream.bind(muxer);
  internals._newStream = (...args) => {
    const stream = newStream(...args);
    const sendWindowUpdate = stream.sendWindowUpdate.bind(stream);
    stream.sendWindowUpdate = () => {
      const isHalfUsed = 2 * stream.recvWindowCapacity <= stream.recvWindow;
      if (isHalfUsed || stream.state !== ESTABLISHED) sendWindowUpdate();
    };
    return stream;
  };
}
