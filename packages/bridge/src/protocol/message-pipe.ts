import type { CollaborationErrorCode } from '@beckon/core';

/**
 * What the bridge talks over: messages of plain data, in order, between two sides. `messagePortPipe`
 * and `webSocketPipe` make one. Anything else that can be put into this form will do.
 */
export interface MessagePipe {
  /** Begins to receive. Called once, right after the pipe was made. Messages that came before are kept for the receiver. */
  open(receiver: PipeReceiver): void;
  /** Sends a message. Does nothing once the pipe has ended. Throws, and sends nothing, when the message is not plain data. */
  send(message: unknown): void;
  /** Ends the pipe, and tells the other side. {@link PipeReceiver.closed} is not called. May be called again. */
  close(): void;
}

/** Receives what comes through a {@link MessagePipe}. */
export interface PipeReceiver {
  /** The message belongs to the receiver: objects of its own realm, and bytes with a buffer of their own. */
  message(message: unknown): void;
  /**
   * The other side, or what lies between, is gone. `reason` is for a message to a developer. `refusal` says
   * that the other side is there and takes no connection of this side, and why.
   */
  closed(reason: string, refusal?: CollaborationErrorCode): void;
}
