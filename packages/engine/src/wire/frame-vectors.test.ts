import { framed } from '../../test/memory-stream.ts';
import {
  bytesOf,
  channelFrameOf,
  type FrameVector,
  messageOf,
  readVectors,
  type VectorChannelFrame,
  type VectorMessage,
} from '../../test/vectors.ts';
import { withMember } from '../../test/with-member.ts';
import { channelFrameBytes } from '../../test/channel-frames.ts';
import type { ChannelFrame } from './channel-frame.ts';
import { ChannelFrameReader } from './channel-frame-reader.ts';
import { FrameSplitter } from './frame-splitter.ts';
import { type Message, readMessage } from './message.ts';

/** Reads bytes that come in pieces of a given length. */
type Read = (bytes: Uint8Array, pieceBytes: number) => readonly unknown[];

const readFrames: Read = (bytes, pieceBytes) => {
  const splitter = new FrameSplitter();
  const messages: (Message | undefined)[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    for (const frame of splitter.split(bytes.subarray(at, at + pieceBytes))) {
      messages.push(readMessage(frame));
    }
  }
  return messages;
};

const readChannelFrames: Read = (bytes, pieceBytes) => {
  const reader = new ChannelFrameReader(() => undefined);
  const frames: (ChannelFrame | undefined)[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    frames.push(...reader.read(bytes.subarray(at, at + pieceBytes)));
  }
  return frames;
};

interface Frames<Content> {
  readonly frames: readonly FrameVector<Content>[];
}
const { frames } = readVectors('frames.json') as Frames<VectorMessage>;
const channelFrames = (readVectors('channel-frames.json') as Frames<VectorChannelFrame>).frames;

/** As text, which is compared quickly even for a MiB. */
function asText(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member instanceof Uint8Array ? Buffer.from(member).toString('hex') : member,
  );
}

/** Vectors with a title for each. */
function titled<Content>(
  vectors: readonly FrameVector<Content>[],
): [string, FrameVector<Content>][] {
  return vectors.map((vector) => [vector.name, vector]);
}

function describeVectors<Content>(
  what: string,
  vectors: readonly FrameVector<Content>[],
  read: Read,
  made: (content: Content) => unknown,
  written: (content: Content) => Uint8Array,
): void {
  describe.each([
    ['at once', Number.MAX_SAFE_INTEGER],
    ['in pieces of 3 bytes', 3],
    ['byte by byte', 1],
  ])(`${what} of the vectors that comes %s`, (_, pieceBytes) => {
    it.each(titled(vectors.filter(({ reader }) => reader === 'accept')))(
      'is read: %s',
      (__, { bytes, message }) => {
        const frame = bytesOf(bytes);
        // A MiB byte by byte is slow, and shows nothing more.
        const pieces = frame.length > 65_536 ? Math.max(pieceBytes, 997) : pieceBytes;
        expect(asText(read(frame, pieces))).toBe(asText([made(message as Content)]));
      },
    );

    it.each(titled(vectors.filter(({ reader }) => reader === 'ignore')))(
      'is ignored: %s',
      (__, { bytes }) => {
        expect(read(bytesOf(bytes), pieceBytes)).toEqual([undefined]);
      },
    );

    it.each(titled(vectors.filter(({ reader }) => reader === 'malformed')))(
      'is malformed: %s',
      (__, { bytes }) => {
        expect(() => read(bytesOf(bytes), pieceBytes)).toThrow(
          withMember('counter', 'malformedFrames'),
        );
      },
    );

    it.each(titled(vectors.filter(({ reader }) => reader === 'too long')))(
      'is too long: %s',
      (__, { bytes }) => {
        expect(() => read(bytesOf(bytes), pieceBytes)).toThrow(
          withMember('counter', 'oversizedFrames'),
        );
      },
    );
  });

  describe(`a writer of ${what}`, () => {
    it.each(titled(vectors.filter(({ writer }) => writer)))(
      'writes these bytes: %s',
      (_, { bytes, message }) => {
        expect(Buffer.from(written(message as Content)).equals(bytesOf(bytes))).toBe(true);
      },
    );
  });
}

describeVectors('a frame', frames, readFrames, messageOf, (message) => framed(messageOf(message)));
describeVectors('a frame of a channel', channelFrames, readChannelFrames, channelFrameOf, (frame) =>
  channelFrameBytes(channelFrameOf(frame)),
);
