import type { PeerStream, StreamListener } from '../src/index.ts';
import type { ChannelFrame } from '../src/wire/channel-frame.ts';
import { ChannelFrameReader } from '../src/wire/channel-frame-reader.ts';
import { channelFrameBytes } from './channel-frames.ts';

/** One end of the stream of a channel, and what is seen from the other end of it. */
export class ChannelEnd implements PeerStream {
  readonly peerName: string;
  readonly address: string;
  readonly origin: string;
  readonly protocol = 'channel';
  /** What this end has been given to send, decoded. */
  readonly sent: ChannelFrame[] = [];
  isFull = false;
  ending: 'none' | 'closed' | 'aborted' | 'connectionAborted' = 'none';
  isInUse = false;
  readonly #reader = new ChannelFrameReader(() => undefined);
  #listener: StreamListener | undefined;

  constructor(peerName = 'bob', origin = peerName) {
    this.peerName = peerName;
    this.address = peerName;
    this.origin = origin;
  }

  /** The kinds of what has been sent. */
  get kinds(): readonly string[] {
    return this.sent.map(({ kind }) => kind);
  }

  listen(listener: StreamListener): void {
    this.#listener = listener;
  }

  send(bytes: Uint8Array): boolean {
    for (const frame of this.#reader.read(bytes)) if (frame !== undefined) this.sent.push(frame);
    return !this.isFull;
  }

  setInUse(isInUse: boolean): void {
    this.isInUse = isInUse;
  }

  async close(): Promise<void> {
    if (this.ending === 'none') this.ending = 'closed';
  }

  abort(): void {
    if (this.ending === 'none') this.ending = 'aborted';
  }

  abortConnection(): void {
    this.ending = 'connectionAborted';
  }

  /** The other end sends frames, in one write. */
  receive(...frames: readonly ChannelFrame[]): void {
    this.receiveBytes(channelFrameBytes(...frames));
  }

  receiveBytes(bytes: Uint8Array): void {
    this.#listener?.onData(bytes);
  }

  /** The other end takes more. */
  drain(): void {
    this.isFull = false;
    this.#listener?.onDrain();
  }

  /** The other end is gone. */
  end(): void {
    this.#listener?.onEnd();
  }
}
