import type { Stream } from '@libp2p/interface';
import { lpStream } from '@libp2p/utils';
import { Observable } from 'rxjs';
import { decode } from 'uint8-varint';
import type { Uint8ArrayList } from 'uint8arraylist';
import { MAX_UPDATE_BYTES } from '../shared/board-messages.ts';

/** Largest size of the prefix with the length of a frame, in bytes. */
const MAX_PREFIX_BYTES = 3;

/** Largest amount of data that waits for a slow peer, in bytes. */
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;

/** A stream to a peer, in frames with their length before them. */
export class PeerStream {
  /**
   * The frames of the peer, for one subscriber. Completes when the peer ends the stream, errors when
   * it breaks.
   */
  readonly frames$: Observable<Uint8Array>;
  readonly #stream: Stream;
  readonly #frames;
  #written: Promise<void> = Promise.resolve();
  #unsentBytes = 0;

  constructor(stream: Stream) {
    this.#stream = stream;
    this.#frames = lpStream(stream, {
      maxDataLength: MAX_UPDATE_BYTES,
      maxBufferSize: 2 * MAX_UPDATE_BYTES,
      lengthDecoder: boundedLength,
    });
    this.frames$ = new Observable((subscriber) => {
      const read = async (): Promise<void> => {
        while (!subscriber.closed) subscriber.next(await this.read());
      };
      read().catch((error: unknown) => {
        if (this.#stream.status === 'open') subscriber.error(error);
        else subscriber.complete();
      });
    });
  }

  /** The next frame. Rejects when the stream ends, the frame is too long, or `signal` aborts. */
  async read(signal?: AbortSignal): Promise<Uint8Array> {
    const frame = await this.#frames.read(signal === undefined ? {} : { signal });
    return frame.subarray();
  }

  /** Sends in the order of the calls. A peer that does not read is cut off. */
  send(bytes: Uint8Array): void {
    this.#unsentBytes += bytes.byteLength;
    if (this.#unsentBytes > MAX_UNSENT_BYTES) return this.abort('the peer does not read');
    this.#written = this.#written
      .then(() => this.#frames.write(bytes))
      .then(() => {
        this.#unsentBytes -= bytes.byteLength;
      })
      // The stream has ended. Its frames$ reports the end.
      .catch(() => undefined);
  }

  abort(reason: string): void {
    this.#stream.abort(new Error(reason));
  }
}

/** Limits the size of the prefix. A prefix that never ends would be read for ever. */
function boundedLength(prefix: Uint8Array | Uint8ArrayList): number {
  if (prefix.byteLength > MAX_PREFIX_BYTES)
    throw new TypeError('The length of a frame is too long.');
  return decode(prefix);
}
