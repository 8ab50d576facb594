import type { MessagePipe } from '../protocol/message-pipe.ts';
import { checkCount, DEFAULT_LIMITS } from '../server/limits.ts';
import type { PipeListener, PipeListenerOptions, ServedPipe } from './pipe-listener.ts';
import { listenForUpgrades } from './upgrade-listener.ts';

/** How {@link listenForPipes} listens. */
export interface ListenForPipesOptions extends PipeListenerOptions {
  /** Longest message of a client, in bytes, with the bytes in it as base64. Default 1 572 864. */
  readonly maxMessageBytes?: number;
}

/**
 * Lets pages and programs of this machine connect by a pipe each, for what an app has to say to its
 * page beside the adapter. The client's side is `webSocketPipe`. A client is let in or refused as by
 * `serveBridgeOverWebSocket`. How many messages come is not limited.
 *
 * `serve` is called with each pipe, and opens it at once.
 *
 * Rejects with a `TypeError` when an origin or the token has the wrong form, with a `RangeError` when
 * a limit is out of range, and when the port is taken.
 */
export async function listenForPipes<Served extends ServedPipe>(
  options: ListenForPipesOptions,
  serve: (pipe: MessagePipe) => Served,
): Promise<PipeListener<Served>> {
  const operation = 'listenForPipes';
  const { maxMessageBytes = DEFAULT_LIMITS.messageBytes } = options;
  checkCount(operation, 'maxMessageBytes', maxMessageBytes);
  return listenForUpgrades(operation, options, maxMessageBytes, serve);
}
