import { ByteWriter } from '../src/wire/byte-writer.ts';
import { type ChannelFrame, writeChannelFrame } from '../src/wire/channel-frame.ts';

/** The bytes of frames of a channel, each with its length before it. */
export function channelFrameBytes(...frames: readonly ChannelFrame[]): Uint8Array {
  const writer = new ByteWriter();
  for (const frame of frames) writeChannelFrame(writer, frame);
  return writer.take();
}
