import { framed } from '../../test/memory-stream.ts';
import { bytesOf, type FrameVector, messageOf, readVectors } from '../../test/vectors.ts';
import { withMember } from '../../test/with-member.ts';
import { FrameSplitter } from './frame-splitter.ts';
import { type Message, readMessage } from './message.ts';

const { frames } = readVectors('frames.json') as { frames: readonly FrameVector[] };

/** Vectors with a title for each. */
function titled(vectors: readonly FrameVector[]): [string, FrameVector][] {
  return vectors.map((vector) => [vector.name, vector]);
}

/** What is read from bytes that come in pieces of a length. */
function read(bytes: Uint8Array, pieceBytes: number): (Message | undefined)[] {
  const splitter = new FrameSplitter();
  const messages: (Message | undefined)[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    for (const frame of splitter.split(bytes.subarray(at, at + pieceBytes))) {
      messages.push(readMessage(frame));
    }
  }
  return messages;
}

describe.each([
  ['at once', Number.MAX_SAFE_INTEGER],
  ['byte by byte', 1],
])('a frame of the vectors that comes %s', (_, pieceBytes) => {
  it.each(titled(frames.filter(({ reader }) => reader === 'accept')))(
    'is read: %s',
    (__, { bytes, message }) => {
      expect(read(bytesOf(bytes), pieceBytes)).toEqual([messageOf(message ?? {})]);
    },
  );

  it.each(titled(frames.filter(({ reader }) => reader === 'ignore')))(
    'is ignored: %s',
    (__, { bytes }) => {
      expect(read(bytesOf(bytes), pieceBytes)).toEqual([undefined]);
    },
  );

  it.each(titled(frames.filter(({ reader }) => reader === 'malformed')))(
    'is malformed: %s',
    (__, { bytes }) => {
      expect(() => read(bytesOf(bytes), pieceBytes)).toThrow(
        withMember('counter', 'malformedFrames'),
      );
    },
  );

  it.each(titled(frames.filter(({ reader }) => reader === 'too long')))(
    'is too long: %s',
    (__, { bytes }) => {
      expect(() => read(bytesOf(bytes), pieceBytes)).toThrow(
        withMember('counter', 'oversizedFrames'),
      );
    },
  );
});

describe('a writer', () => {
  it.each(titled(frames.filter(({ writer }) => writer)))(
    'writes these bytes: %s',
    (_, { bytes, message }) => {
      expect(framed(messageOf(message ?? {}))).toEqual(bytesOf(bytes));
    },
  );
});
