/**
 * What the bridge talks over: carries messages of plain data, in order, between two sides.
 * {@link messagePortChannel} and {@link webSocketChannel} make one; anything else that can be put
 * into this form will do.
 */
export interface BridgeChannel {
  /** Begins to receive. Called once, at once after the channel was made; messages that came before are kept for it. */
  open(receiver: ChannelReceiver): void;
  /** Sends a message. Does nothing once the channel has ended. Throws, and sends nothing, when the message is not plain data. */
  send(message: unknown): void;
  /** Ends the channel, and tells the other side. {@link ChannelReceiver.closed} is not called. May be called again. */
  close(): void;
}

/** Whoever listens to a {@link BridgeChannel}. */
export interface ChannelReceiver {
  message(message: unknown): void;
  /** The other side, or what lies between, is gone. `reason` is for a message to a developer. */
  closed(reason: string): void;
}
