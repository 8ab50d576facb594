import type { SchedulerLike } from 'rxjs';
import type { EngineCounters } from '../counters.ts';
import type { PeerStream } from '../transport.ts';
import { FrameSplitter } from '../wire/frame-splitter.ts';
import {
  type GoodbyeReason,
  type Message,
  type MessageKind,
  type MessageOf,
  readMessage,
} from '../wire/message.ts';
import { PROTOCOL_VERSION } from '../wire/protocol.ts';
import { ProtocolViolation, unexpected } from '../wire/protocol-violation.ts';
import type { Exchange, ExchangeLink, ExchangeSet } from './exchange.ts';
import type { ConnectionSigns } from './connection-signs.ts';
import { FrameWriter } from './frame-writer.ts';
import { type LinkTiming, LinkWatch, type LinkWatchOwner } from './link-watch.ts';

/** The most replies that may wait for a peer that does not read. */
const MAX_WAITING_REPLIES = 16_384;

export interface PeerLinkInit<Exchanges extends ExchangeSet> {
  readonly stream: PeerStream;
  /** Whether this side opened the stream. */
  readonly isOpener: boolean;
  /** The name of this side. */
  readonly name: string | undefined;
  readonly timing: LinkTiming;
  /** The signs of life of the connection below. Default: the stream has a connection of its own. */
  readonly signs?: ConnectionSigns;
  readonly scheduler: SchedulerLike;
  readonly counters: EngineCounters;
  /** Makes the exchanges of the link. */
  readonly exchanges: (link: ExchangeLink) => Exchanges;
  /** Whether the peer may send one more useless message. */
  readonly mayBeUseless: () => boolean;
  /** The link has ended. Called once, before the exchanges are told. */
  readonly onEnded: (link: PeerLink<Exchanges>) => void;
}

/**
 * The link with one peer over one stream: greeting, frames, signs of life, back-pressure, time limits, and the end.
 * Each {@link Exchange} of the link handles the messages of its kinds.
 */
export class PeerLink<Exchanges extends ExchangeSet> implements ExchangeLink {
  readonly peerName: string;
  readonly address: string;
  readonly origin: string;
  readonly exchanges: Exchanges;
  readonly #init: PeerLinkInit<Exchanges>;
  readonly #routes = new Map<MessageKind, Exchange>();
  readonly #splitter = new FrameSplitter();
  readonly #writer: FrameWriter;
  readonly #watch: LinkWatch;
  #remoteName: string | undefined;
  #isGreeted = false;
  #isEnded = false;
  #chunks = 0;
  /** Pings without an answer yet. */
  #questions = 0;

  constructor(init: PeerLinkInit<Exchanges>) {
    const { stream, isOpener, name, timing, scheduler, signs } = init;
    this.#init = init;
    this.peerName = stream.peerName;
    this.address = stream.address;
    this.origin = stream.origin ?? stream.peerName;
    this.#writer = new FrameWriter(stream);
    const owner: LinkWatchOwner = {
      onSilence: () => this.#ask(),
      onDead: () => this.#onDead(),
      onSlowFrame: () => this.#onSlowFrame(),
      onIdle: () => void this.close('idle'),
    };
    this.#watch = new LinkWatch(timing, isOpener, scheduler, owner, signs);
    this.exchanges = init.exchanges(this);
    for (const exchange of Object.values(this.exchanges)) {
      for (const kind of exchange.kinds) this.#routes.set(kind, exchange);
    }
    this.send({
      kind: 'hello',
      version: PROTOCOL_VERSION,
      ...(name === undefined ? {} : { name }),
    });
    stream.listen({
      onData: (bytes) => this.#read(bytes),
      onDrain: () => this.#onDrain(),
      onEnd: () => this.#onStreamEnd(),
    });
  }

  get remoteName(): string | undefined {
    return this.#remoteName;
  }

  get isGreeted(): boolean {
    return this.#isGreeted;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** The connection below the link, as its transport names it. */
  get connection(): object | undefined {
    return this.#init.stream.connection;
  }

  /** Whether a new link would go a better way. */
  get isOutdone(): boolean {
    return this.#init.stream.isOutdone?.() ?? false;
  }

  get isFull(): boolean {
    return this.#writer.isFull;
  }

  get signsOfLife(): number {
    return this.#chunks;
  }

  send(message: Message): void {
    if (this.#isEnded) return;
    this.#watch.said();
    this.#writer.write(message);
  }

  hold(): void {
    this.#watch.hold();
    if (this.#watch.held === 1) this.#init.stream.setInUse?.(true);
  }

  release(): void {
    this.#watch.release();
    if (this.#watch.held === 0) this.#init.stream.setInUse?.(false);
  }

  onUseless(): void {
    if (this.#isEnded || this.#init.mayBeUseless()) return;
    this.#init.counters.floods += 1;
    this.#end(false);
    // The peer has sent more already, and would send it over every new stream too.
    this.#init.stream.abortConnection(new Error('The peer sends too many useless messages.'));
  }

  /** Says goodbye and ends. Resolves when the goodbye has been written, or takes too long. */
  async close(reason: GoodbyeReason): Promise<void> {
    if (this.#isEnded) return;
    this.send({ kind: 'goodbye', reason });
    this.#writer.flush();
    this.#end(false);
    await this.#init.stream.close();
  }

  /** Ends at once, without a goodbye. */
  abort(reason: string): void {
    if (this.#isEnded) return;
    this.#end(false);
    this.#init.stream.abort(new Error(reason));
  }

  #read(bytes: Uint8Array): void {
    if (this.#isEnded) return;
    const { counters } = this.#init;
    this.#chunks += 1;
    this.#watch.heard();
    let isOnlyPongs = true;
    try {
      for (const frame of this.#splitter.split(bytes)) {
        this.#watch.inFrame(false);
        const message = readMessage(frame);
        isOnlyPongs &&= message?.kind === 'pong';
        if (message === undefined) this.#ignore();
        else this.#take(message);
        if (this.#isEnded) return;
      }
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error;
      counters[error.counter] += 1;
      return this.abort(error.message);
    }
    const { isInsideFrame } = this.#splitter;
    if (isInsideFrame) this.#watch.inFrame(true);
    if ((isInsideFrame || !isOnlyPongs) && this.#watch.isSignDue) this.send({ kind: 'pong' });
    if (this.#writer.isFull && this.#writer.length > MAX_WAITING_REPLIES + this.#watch.held) {
      counters.overflows += 1;
      this.abort('The peer does not read.');
    }
  }

  #onDrain(): void {
    this.#writer.resume();
    for (const exchange of Object.values(this.exchanges)) exchange.onDrain?.();
  }

  /** A frame of an unknown kind, from a later minor version. Later versions greet first too. */
  #ignore(): void {
    if (!this.#isGreeted) throw unexpected('unknown');
    this.#init.counters.unknownFrames += 1;
    this.onUseless();
  }

  #take(message: Message): void {
    if (this.#isGreeted === (message.kind === 'hello')) throw unexpected(message.kind);
    switch (message.kind) {
      case 'hello':
        return this.#greeted(message);
      case 'ping':
        this.onUseless();
        return this.send({ kind: 'pong' });
      case 'pong':
        if (this.#questions === 0) return this.onUseless();
        this.#questions -= 1;
        return undefined;
      case 'goodbye':
        this.#end(message.reason === 'idle');
        return void this.#init.stream.close();
      default:
        return this.#routes.get(message.kind)?.receive(message);
    }
  }

  #greeted({ version, name }: MessageOf<'hello'>): void {
    if (version !== PROTOCOL_VERSION) {
      throw new ProtocolViolation('unsupportedVersions', `Version ${version} is not known.`);
    }
    this.#isGreeted = true;
    this.#remoteName = name;
  }

  #ask(): void {
    this.#questions += 1;
    this.send({ kind: 'ping' });
  }

  #onDead(): void {
    this.#init.counters.deadPeers += 1;
    this.#end(false);
    this.#init.stream.abortConnection(new Error('The peer does not answer.'));
  }

  #onSlowFrame(): void {
    this.#init.counters.slowStreams += 1;
    this.abort('The peer did not finish a frame in time.');
  }

  #onStreamEnd(): void {
    if (this.#isEnded) return;
    if (this.#splitter.isInsideFrame) this.#init.counters.truncatedFrames += 1;
    this.abort('The peer ended the stream.');
  }

  #end(isPeerIdle: boolean): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#writer.stop();
    this.#watch.stop();
    this.#init.onEnded(this);
    for (const exchange of Object.values(this.exchanges)) exchange.onLinkEnded({ isPeerIdle });
  }
}
