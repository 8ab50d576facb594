import fc from 'fast-check';
import { runs } from '../../test/arbitraries.ts';
import { prefixed } from '../../test/memory-stream.ts';
import { withMember } from '../../test/with-member.ts';
import { FrameSplitter } from './frame-splitter.ts';
import { MAX_FRAME_BYTES } from './protocol.ts';

const frames = fc.array(fc.uint8Array({ minLength: 1, maxLength: 400 }), { maxLength: 8 });

function splitAll(splitter: FrameSplitter, chunks: readonly Uint8Array[]): Uint8Array[] {
  return chunks.flatMap((chunk) => [...splitter.split(chunk)]);
}

/** `bytes` cut at the given places. */
function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const cuts = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length];
  cuts.sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => bytes.subarray(cuts[i], end));
}

describe('FrameSplitter', () => {
  it('gives the same frames however the bytes are cut', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat(), { maxLength: 30 }), (given, places) => {
        const splitter = new FrameSplitter();
        expect(splitAll(splitter, cutAt(prefixed(...given), places))).toEqual(given);
        expect(splitter.isInsideFrame).toBe(false);
      }),
      runs(1_000),
    );
  });

  it('takes a frame of the longest length', () => {
    const frame = new Uint8Array(MAX_FRAME_BYTES).fill(3);
    expect(splitAll(new FrameSplitter(), [prefixed(frame)])).toEqual([frame]);
  });

  it.each([
    ['one byte too long', [0x81, 0xa0, 0x01]],
    ['of 1 GiB', [0x80, 0x80, 0x80, 0x80, 0x04]],
    ['with a prefix that does not end', [0x80, 0x80, 0x80]],
  ])('refuses a frame %s before it has come', (_, prefix) => {
    expect(() => splitAll(new FrameSplitter(), [Uint8Array.from(prefix)])).toThrow(
      withMember('counter', 'oversizedFrames'),
    );
  });

  it.each([
    ['an empty frame', [0]],
    ['a length of more bytes than it needs', [0x81, 0]],
  ])('refuses %s', (_, prefix) => {
    expect(() => splitAll(new FrameSplitter(), [Uint8Array.from(prefix)])).toThrow(
      withMember('counter', 'malformedFrames'),
    );
  });

  it('knows whether a frame has begun', () => {
    const splitter = new FrameSplitter();
    splitAll(splitter, [Uint8Array.of(2, 7)]);
    expect(splitter.isInsideFrame).toBe(true);
    splitAll(splitter, [Uint8Array.of(7)]);
    expect(splitter.isInsideFrame).toBe(false);
    splitAll(splitter, [Uint8Array.of(0x80)]);
    expect(splitter.isInsideFrame).toBe(true);
  });
});
