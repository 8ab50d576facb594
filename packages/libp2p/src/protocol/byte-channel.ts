/** An open stream of bytes to one peer, in both directions and in order. */
export interface ByteChannel {
  /** Begins to report. Called once, in the turn in which the channel was given. */
  listen(listener: ByteChannelListener): void;
  /** Writes at once. False: write nothing more until {@link ByteChannelListener.onDrain}. */
  send(bytes: Uint8Array): boolean;
  /** Ends the writing side after what was written; resolves then, or when that takes too long. */
  close(): Promise<void>;
  /** Ends the stream at once. */
  abort(reason: Error): void;
  /** Ends the connection below, with every other stream on it. */
  abortConnection(reason: Error): void;
}

export interface ByteChannelListener {
  onData(chunk: Uint8Array): void;
  onDrain(): void;
  /** The peer ended its side, or the stream is gone. Called once; nothing follows. */
  onEnd(): void;
}

/** A channel whose other end has proved who it is. */
export interface PeerChannel {
  readonly channel: ByteChannel;
  /** The proven identity. */
  readonly peerName: string;
  /** Where the peer is, with its identity at the end. */
  readonly address: string;
}
