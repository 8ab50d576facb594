import type { SchedulerLike } from 'rxjs';
import type { EngineCounters } from '../counters.ts';
import { afterThisTurn } from '../link/after-this-turn.ts';
import type { ConnectionSigns } from '../link/connection-signs.ts';
import { type LinkTiming, LinkWatch, type LinkWatchOwner } from '../link/link-watch.ts';
import type { PeerStream } from '../transport.ts';
import { ByteWriter } from '../wire/byte-writer.ts';
import {
  type ChannelFrame,
  type ChannelFrameOf,
  writeChannelFrame,
} from '../wire/channel-frame.ts';
import { ChannelFrameReader } from '../wire/channel-frame-reader.ts';
import { ProtocolViolation } from '../wire/protocol-violation.ts';

/** Frames of up to this length are joined with others of the same turn: a copy costs less than another write. */
const MAX_JOINED_BYTES = 4_096;
/** Joined frames are written when they have reached this length together. */
const BATCH_BYTES = 65_536;

/** A frame that the channel handles, and not its stream. */
export type ChannelMatter = Exclude<ChannelFrame, ChannelFrameOf<'ping' | 'pong'>>;

/** Hears what happens on a {@link ChannelStream}. */
export interface ChannelStreamOwner {
  /**
   * A message of this length begins.
   *
   * @throws ProtocolViolation when there is no room for it.
   */
  admit(messageBytes: number): void;
  /** @throws ProtocolViolation when the frame makes no sense here. */
  receive(frame: ChannelMatter): void;
  /** More can be written. */
  onDrain(): void;
  /**
   * The stream is gone, and this side did not end it. Called once, last.
   *
   * @param violation - What the peer did wrong, if that is the reason.
   */
  onLost(violation?: ProtocolViolation): void;
}

export interface ChannelStreamInit {
  readonly stream: PeerStream;
  readonly owner: ChannelStreamOwner;
  readonly timing: LinkTiming;
  /** The signs of life of the connection below. */
  readonly signs: ConnectionSigns;
  readonly scheduler: SchedulerLike;
  readonly counters: EngineCounters;
  /** Whether the peer may send one more useless frame. */
  readonly mayBeUseless: () => boolean;
}

/** The stream of one channel: frames, signs of life, and back-pressure. */
export class ChannelStream {
  readonly #init: ChannelStreamInit;
  readonly #reader: ChannelFrameReader;
  readonly #watch: LinkWatch;
  #owner: ChannelStreamOwner;
  readonly #batch = new ByteWriter();
  #cancelFlush: (() => void) | undefined;
  #isFull = false;
  #isEnded = false;
  #chunks = 0;
  /** Pings without an answer yet. */
  #questions = 0;
  #isPongDue = false;

  constructor(init: ChannelStreamInit) {
    const { stream, owner, timing, scheduler, signs } = init;
    this.#init = init;
    this.#owner = owner;
    this.#reader = new ChannelFrameReader((messageBytes) => this.#owner.admit(messageBytes));
    const watchOwner: LinkWatchOwner = {
      onSilence: () => this.#ask(),
      onDead: () => this.#onDead(),
      onSlowFrame: () => this.#onSlowFrame(),
      onIdle: () => undefined,
    };
    this.#watch = new LinkWatch(timing, false, scheduler, watchOwner, signs);
    this.#watch.hold();
    stream.listen({
      onData: (bytes) => this.#read(bytes),
      onDrain: () => this.#onDrain(),
      onEnd: () => this.#lose('The peer ended the stream.'),
    });
  }

  /** An app at this side has opened the channel: from now on `owner` hears what happens. */
  begin(owner: ChannelStreamOwner): void {
    this.#owner = owner;
    this.#init.stream.setInUse?.(true);
  }

  /** Whether no message should be written now. Frames without a message may always be written. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** How often the peer was heard. The number stays the same while the peer is silent. */
  get signsOfLife(): number {
    return this.#chunks;
  }

  write(frame: ChannelFrame): void {
    if (this.#isEnded) return;
    this.#watch.said();
    writeChannelFrame(this.#batch, frame);
    this.#flushSoon();
  }

  /** Writes the bytes of a frame. They belong to the stream from then on. */
  writeBytes(frame: Uint8Array): void {
    if (this.#isEnded) return;
    this.#watch.said();
    if (frame.length > MAX_JOINED_BYTES) {
      this.#flush();
      this.#send(frame);
    } else {
      this.#batch.raw(frame);
      this.#flushSoon();
    }
  }

  /** Ends the stream after all written bytes. Resolves when these have left, or take too long. */
  async close(): Promise<void> {
    if (this.#isEnded) return;
    this.#flush();
    this.#end();
    await this.#init.stream.close();
  }

  /** Ends the stream at once. */
  abort(reason: string): void {
    if (this.#isEnded) return;
    this.#end();
    this.#init.stream.abort(new Error(reason));
  }

  #read(bytes: Uint8Array): void {
    if (this.#isEnded) return;
    this.#chunks += 1;
    this.#watch.heard();
    let isOnlyPongs = true;
    try {
      for (const frame of this.#reader.read(bytes)) {
        this.#watch.inFrame(false);
        isOnlyPongs &&= frame?.kind === 'pong';
        if (frame === undefined) this.#ignore();
        else this.#take(frame);
        if (this.#isEnded) return;
      }
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error;
      this.#init.counters[error.counter] += 1;
      return this.#lose(error.message, error);
    }
    if ((this.#reader.isInsideFrame || !isOnlyPongs) && this.#watch.isSignDue) this.#answer();
  }

  #take(frame: ChannelFrame): void {
    switch (frame.kind) {
      case 'ping':
        this.#useless();
        return this.#answer();
      case 'pong':
        if (this.#questions === 0) return this.#useless();
        this.#questions -= 1;
        return undefined;
      default:
        return this.#owner.receive(frame);
    }
  }

  /** A frame of an unknown kind, of a later minor version. */
  #ignore(): void {
    this.#init.counters.unknownFrames += 1;
    this.#useless();
  }

  #useless(): void {
    if (this.#isEnded || this.#init.mayBeUseless()) return;
    const { counters, stream } = this.#init;
    counters.floods += 1;
    this.#lose('The peer sends too many useless messages.');
    // The peer has sent more already, and would send it over every new stream too.
    stream.abortConnection(new Error('The peer sends too many useless messages.'));
  }

  #ask(): void {
    this.#questions += 1;
    // Another ping is useless while the peer does not read.
    if (!this.#isFull) this.write({ kind: 'ping' });
  }

  /** Pings that come while the peer does not read share one answer. */
  #answer(): void {
    this.#isPongDue = this.#isFull;
    if (!this.#isFull) this.write({ kind: 'pong' });
  }

  #onDead(): void {
    this.#init.counters.deadPeers += 1;
    this.#lose('The peer does not answer.');
    this.#init.stream.abortConnection(new Error('The peer does not answer.'));
  }

  #onSlowFrame(): void {
    this.#init.counters.slowStreams += 1;
    this.#lose('The peer did not finish its first frame in time.');
  }

  #onDrain(): void {
    if (this.#isEnded) return;
    this.#isFull = false;
    if (this.#isPongDue) this.#answer();
    this.#owner.onDrain();
    this.#flush();
  }

  #flushSoon(): void {
    if (this.#batch.length >= BATCH_BYTES) this.#flush();
    else this.#cancelFlush ??= afterThisTurn(() => this.#flush());
  }

  #flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    if (this.#batch.length > 0 && !this.#isEnded) this.#send(this.#batch.take());
  }

  #send(bytes: Uint8Array): void {
    if (!this.#init.stream.send(bytes)) this.#isFull = true;
  }

  #lose(reason: string, violation?: ProtocolViolation): void {
    if (this.#isEnded) return;
    this.abort(reason);
    this.#owner.onLost(violation);
  }

  #end(): void {
    this.#isEnded = true;
    this.#watch.stop();
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    this.#init.stream.setInUse?.(false);
  }
}
