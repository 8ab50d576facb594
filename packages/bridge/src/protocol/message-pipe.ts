import type { CollaborationErrorCode } from '@beckon/core';

/**
 * Carries the messages of a bridge: plain data, in order, between two sides. `messagePortPipe` and
 * `webSocketPipe` make one. An app can write a pipe over any other line.
 */
export interface MessagePipe {
  /**
   * Begins to receive. Called once, right after the pipe is made. Earlier messages are kept for the
   * receiver.
   */
  open(receiver: PipeReceiver): void;
  /** Sends a message. Does nothing once the pipe has ended. Throws, and sends nothing, when the message is not plain data. */
  send(message: unknown): void;
  /** Ends the pipe, and tells the other side. {@link PipeReceiver.closed} is not called. May be called again. */
  close(): void;
}

/** Receives the messages of a {@link MessagePipe}. */
export interface PipeReceiver {
  /** The message belongs to the receiver: objects of its own realm, and bytes with a buffer of their own. */
  message(message: unknown): void;
  /**
   * The pipe has ended: the other side, or the line between, is gone. `reason` is for a message to a
   * developer. `refusal` is set when the other side is there and refuses this side; it says why.
   */
  closed(reason: string, refusal?: CollaborationErrorCode): void;
}
