import type { PeerStream, StreamListener, StreamProtocol } from '../src/index.ts';
import { ByteWriter } from '../src/wire/byte-writer.ts';
import { FrameSplitter } from '../src/wire/frame-splitter.ts';
import { type Message, readMessage, writeMessage } from '../src/wire/message.ts';

/** One end of a stream, and what is seen from the other end of it. */
export class MemoryStream implements PeerStream {
  readonly peerName: string;
  readonly address: string;
  readonly origin: string;
  readonly protocol: StreamProtocol = 'invitation';
  /** What has been sent, decoded. */
  readonly sent: Message[] = [];
  /** How many writes that took. */
  writes = 0;
  isFull = false;
  isClosed = false;
  isConnectionAborted = false;
  isInUse = false;
  readonly #splitter = new FrameSplitter();
  #listener: StreamListener | undefined;

  constructor(peerName = 'bob', origin = peerName) {
    this.peerName = peerName;
    this.address = peerName;
    this.origin = origin;
  }

  listen(listener: StreamListener): void {
    this.#listener = listener;
  }

  send(bytes: Uint8Array): boolean {
    this.writes += 1;
    for (const frame of this.#splitter.split(bytes)) {
      const message = readMessage(frame);
      if (message !== undefined) this.sent.push(message);
    }
    return !this.isFull;
  }

  setInUse(isInUse: boolean): void {
    this.isInUse = isInUse;
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  abort(): void {
    this.isClosed = true;
  }

  abortConnection(): void {
    this.isClosed = true;
    this.isConnectionAborted = true;
  }

  /** The other end sends messages, in one write. */
  receive(...messages: readonly Message[]): void {
    this.receiveBytes(framed(...messages));
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

/** The bytes of messages, each with its length before it. */
export function framed(...messages: readonly Message[]): Uint8Array {
  const writer = new ByteWriter();
  for (const message of messages) writeMessage(writer, message);
  return writer.take();
}

/** The bytes of one message, without its length. */
export function frameOf(message: Message): Uint8Array {
  const [frame] = new FrameSplitter().split(framed(message));
  return Uint8Array.from(frame ?? []);
}

/** Bytes with their lengths before them. */
export function prefixed(...frames: readonly Uint8Array[]): Uint8Array {
  const bytes: number[] = [];
  for (const frame of frames) {
    let { length } = frame;
    for (; length > 0x7f; length >>>= 7) bytes.push((length & 0x7f) | 0x80);
    bytes.push(length, ...frame);
  }
  return Uint8Array.from(bytes);
}
