import { type RateLimit, RateLimiter, TokenBucket } from '@beckon/core/adapter';
import type { MultiaddrConnection } from '@libp2p/interface';
import type { Libp2pCounters } from '../counters.ts';

/** Yamux's window for a new stream. Only the streams of channels get a wider one; no other honest frame is longer. */
export const WINDOW_BYTES = 262_144;
export const HEADER_BYTES = 12;
const DATA = 0;
const PING = 2;
const SYN = 1;

/** Each ping is answered. Honest Yamux sends one in half a minute. */
const PINGS: RateLimit = { burst: 20, perSecond: 1 };

/** Stream openings beyond the rate of each connection. */
const SHARED_OPENINGS: RateLimit = { burst: 100, perSecond: 10 };

/** Each frame costs some microseconds. Frames of up to this length are counted. */
const SMALL_BYTES = 64;
const OWN_SMALL_FRAMES: RateLimit = { burst: 2_000, perSecond: 1_000 };
const SHARED_SMALL_FRAMES: RateLimit = { burst: 20_000, perSecond: 20_000 };

/** The most bytes, and the longest time, that answers may wait for a peer that goes on sending. */
const MAX_UNREAD_BYTES = 1 << 20;
const MAX_UNREAD_MS = 5_000;

const now = (): number => performance.now();

/** The limits that all connections of one origin share, beyond the limits of each connection. */
export class SharedFrameLimits {
  readonly openings = new RateLimiter(SHARED_OPENINGS, now);
  readonly smallFrames = new RateLimiter(SHARED_SMALL_FRAMES, now);
}

/** Checks the Yamux frames of one connection before they are handled. */
export class FrameCheck {
  readonly #raw: MultiaddrConnection;
  readonly #sharer: string;
  readonly #shared: SharedFrameLimits;
  readonly #counters: Libp2pCounters;
  readonly #pings = new TokenBucket(PINGS, now);
  readonly #openings: TokenBucket;
  readonly #smallFrames = new TokenBucket(OWN_SMALL_FRAMES, now);
  #unreadSince: number | undefined;
  #maxFrameBytes = WINDOW_BYTES;

  /**
   * @param sharer - The key of the limits in `shared`.
   * @param openings - How fast the peer may open streams.
   */
  constructor(
    raw: MultiaddrConnection,
    sharer: string,
    shared: SharedFrameLimits,
    openings: RateLimit,
    counters: Libp2pCounters,
  ) {
    this.#raw = raw;
    this.#sharer = sharer;
    this.#shared = shared;
    this.#openings = new TokenBucket(openings, now);
    this.#counters = counters;
    // The peer has read something.
    raw.addEventListener('drain', () => (this.#unreadSince = undefined));
  }

  /** A stream of the connection has a window of this size. */
  allow(windowBytes: number): void {
    this.#maxFrameBytes = windowBytes;
  }

  /** @throws Error when the connection has to be ended. */
  header(header: Uint8Array): void {
    const view = new DataView(header.buffer, header.byteOffset, HEADER_BYTES);
    const type = view.getUint8(1);
    const isOpening = (view.getUint16(2) & SYN) !== 0;
    const length = type === DATA ? view.getUint32(8) : 0;
    if (length > this.#maxFrameBytes) {
      this.#end(
        'oversizedYamuxFrames',
        `A Yamux frame is longer than ${this.#maxFrameBytes} bytes.`,
      );
    }
    if (type === PING && !this.#pings.take()) {
      this.#end('yamuxFloods', 'The peer sends Yamux pings too fast.');
    }
    if (isOpening && type !== PING && !this.#mayOpen()) {
      this.#end('streamFloods', 'The peer opens streams too fast.');
    }
    if (length < SMALL_BYTES && !this.#maySendSmall()) {
      this.#end('yamuxFloods', 'The peer sends Yamux frames with nothing in them too fast.');
    }
    if (this.#isUnread()) this.#end('overflows', 'The peer sends and does not read.');
  }

  #mayOpen(): boolean {
    return this.#openings.take() || this.#shared.openings.take(this.#sharer);
  }

  #maySendSmall(): boolean {
    return this.#smallFrames.take() || this.#shared.smallFrames.take(this.#sharer);
  }

  #isUnread(): boolean {
    if (!this.#raw.writableNeedsDrain) {
      this.#unreadSince = undefined;
      return false;
    }
    this.#unreadSince ??= now();
    return (
      this.#raw.writeBufferLength > MAX_UNREAD_BYTES || now() - this.#unreadSince > MAX_UNREAD_MS
    );
  }

  #end(
    counter: 'oversizedYamuxFrames' | 'yamuxFloods' | 'streamFloods' | 'overflows',
    reason: string,
  ): never {
    this.#counters[counter] += 1;
    throw new Error(reason);
  }
}
