import type { BridgeChannel } from '../protocol/channel.ts';
import { checkLimits } from '../server/limits.ts';
import {
  type ChannelListener,
  type ChannelListenerOptions,
  openDoor,
  type ServedChannel,
} from './door.ts';

/** How {@link listenForChannels} listens. */
export interface ListenForChannelsOptions extends ChannelListenerOptions {
  /** Longest message of a client, in bytes, with bytes in it as base64. Default 131 072. */
  readonly maxMessageBytes?: number;
}

/**
 * Lets pages and programs of this machine connect by a channel each, for what an app has to say to its
 * page beside the adapter. The client's side is `webSocketChannel`. Who gets in is decided as in
 * `serveBridgeOverWebSocket`; how many messages come is not limited.
 *
 * `serve` is called with each channel, and opens it at once.
 *
 * @throws TypeError when an origin or the token has the wrong form.
 * @throws RangeError when a limit is out of range. Rejects when the port is taken.
 */
export async function listenForChannels<Served extends ServedChannel>(
  options: ListenForChannelsOptions,
  serve: (channel: BridgeChannel) => Served,
): Promise<ChannelListener<Served>> {
  const { maxMessageBytes } = options;
  const { messageBytes } = checkLimits(
    maxMessageBytes === undefined ? {} : { messageBytes: maxMessageBytes },
  );
  return openDoor('listenForChannels', options, messageBytes, serve);
}
