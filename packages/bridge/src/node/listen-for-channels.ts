import type { BridgeChannel } from '../protocol/channel.ts';
import { DEFAULT_LIMITS } from '../server/limits.ts';
import {
  type ChannelListener,
  type ChannelListenerOptions,
  openDoor,
  type ServedChannel,
} from './door.ts';

/**
 * Lets pages and programs of this machine connect by a channel each, for what an app has to say to its
 * page beside the adapter. The client's side is `webSocketChannel`. Who gets in is decided as in
 * `serveBridgeOverWebSocket`; a message has at most 131 072 bytes, and how many come is not limited.
 *
 * `serve` is called with each channel, and opens it at once.
 *
 * @throws TypeError when an origin or the token has the wrong form.
 * @throws RangeError when a limit is out of range. Rejects when the port is taken.
 */
export async function listenForChannels<Served extends ServedChannel>(
  options: ChannelListenerOptions,
  serve: (channel: BridgeChannel) => Served,
): Promise<ChannelListener<Served>> {
  return openDoor('listenForChannels', options, DEFAULT_LIMITS.messageBytes, serve);
}
