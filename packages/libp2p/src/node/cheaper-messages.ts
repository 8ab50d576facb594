import type { MultiaddrConnection, StreamMuxer } from '@libp2p/interface';
import type { Uint8ArrayList } from 'uint8arraylist';

/** The two writes of a Noise message are joined up to this length: a copy costs less than another write. */
const MAX_JOINED_BYTES = 16_384;

/** `StreamState.Established` of Yamux, which does not export it: the state without pending flags. */
const ESTABLISHED = 3;

/** A Noise message begins with its length. */
const LENGTH_BYTES = 2;

/** The used internals of Noise. These and the next are not public; the versions of the packages are pinned. */
export interface NoiseInternals {
  /** The connection below the encryption. */
  readonly stream: MultiaddrConnection;
  readonly decoder: {
    readonly buffer: Uint8ArrayList;
    decode(chunk: Bytes): Generator<Bytes>;
  };
}
type Bytes = Uint8Array | Uint8ArrayList;
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

/** Makes small messages cheap on one connection: each would cost three more writes, and an exception. */
export function cheaperMessages(muxer: StreamMuxer, noise: NoiseInternals): void {
  joinWrites(noise.stream);
  readWholeMessages(noise);
  updateWindowsLate(muxer);
}

/** Joins the two writes of a Noise message, its length and its content. */
function joinWrites(raw: MultiaddrConnection): void {
  const send = raw.send.bind(raw);
  raw.send = (data) => send(data.byteLength > MAX_JOINED_BYTES ? data : data.subarray());
}

/**
 * Noise's decoder makes lists of its input, and throws an exception after each message when no further one is there.
 * Nearly all input consists of whole messages, which are read here instead. The decoder keeps the rest.
 */
function readWholeMessages({ decoder }: NoiseInternals): void {
  const decodeParts = decoder.decode.bind(decoder);
  decoder.decode = function* (chunk) {
    if (decoder.buffer.byteLength > 0) {
      yield* decodeParts(chunk);
      return;
    }
    const bytes = chunk.subarray();
    let start = 0;
    while (start + LENGTH_BYTES <= bytes.length) {
      const content = start + LENGTH_BYTES;
      const end = content + (((bytes[start] ?? 0) << 8) | (bytes[start + 1] ?? 0));
      if (end > bytes.length) break;
      if (end > content) yield bytes.subarray(content, end);
      start = end;
    }
    if (start < bytes.length) yield* decodeParts(bytes.subarray(start));
  };
}

/**
 * Yamux answers each frame with a window update, a message that is encrypted, written, read and decrypted. Here an
 * update waits until half the window is used, as in other implementations.
 */
function updateWindowsLate(muxer: StreamMuxer): void {
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
