import fc from 'fast-check';
import { runs } from '../../test/arbitraries.ts';
import { ChannelFrame as Generated } from '../../test/channel.generated.ts';
import { channelFrameBytes } from '../../test/channel-frames.ts';
import { withMember } from '../../test/with-member.ts';
import { type ChannelFrame, readChannelFrame } from './channel-frame.ts';
import { ChannelFrameReader } from './channel-frame-reader.ts';
import { FrameSplitter } from './frame-splitter.ts';
import { readGuid, writeGuid } from './guid-bytes.ts';
import { ProtocolViolation } from './protocol-violation.ts';

const anyFrame: fc.Arbitrary<ChannelFrame> = fc.oneof(
  fc.record({
    kind: fc.constant('open' as const),
    version: fc.integer({ min: 0, max: 0xffff_ffff }),
    invitationId: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => readGuid(bytes)),
  }),
  fc.record({
    kind: fc.constant('refused' as const),
    reason: fc.constantFrom('unreachable' as const, 'failed' as const),
  }),
  fc.record({
    kind: fc.constant('message' as const),
    data: fc.uint8Array({ minLength: 1, maxLength: 3_000, size: 'max' }),
  }),
  fc.record({
    kind: fc.constant('credit' as const),
    bytes: fc.integer({ min: 1, max: 0xffff_ffff }),
  }),
  fc.record({
    kind: fc.constantFrom('opened' as const, 'end' as const, 'ping' as const, 'pong' as const),
  }),
);

describe('a frame of a channel', () => {
  it('has the bytes that channel.proto gives it, and is read from those', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const generated = Generated.encode(generatedFrame(frame));
        expect([...prefixless(channelFrameBytes(frame))]).toEqual([...generated]);
        expect(readChannelFrame(generated)).toEqual(frame);
      }),
      runs(500),
    );
  });

  it('is the same however its bytes are cut, and shares no memory with them', () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 6 }), fc.array(fc.nat()), (frames, places) => {
        const bytes = channelFrameBytes(...frames).slice();
        const cuts = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length];
        cuts.sort((a, b) => a - b);
        const reader = new ChannelFrameReader(() => undefined);
        const read = cuts
          .slice(1)
          .flatMap((end, i) => [...reader.read(bytes.subarray(cuts[i], end))]);
        bytes.fill(0);
        expect(read).toEqual(frames);
      }),
      runs(500),
    );
  });
});

describe('a reader of a channel', () => {
  it('reads any bytes as frames, as unknown kinds, or as a violation, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => expectReadOrRefused(bytes)),
      runs(5_000),
    );
  });

  it('does the same with frames of which some bytes have changed', () => {
    const change = fc.record({ at: fc.nat(), to: fc.nat({ max: 255 }) });
    fc.assert(
      fc.property(anyFrame, fc.array(change, { minLength: 1, maxLength: 4 }), (frame, changes) => {
        const bytes = channelFrameBytes(frame).slice();
        for (const { at, to } of changes) bytes[at % bytes.length] = to;
        expectReadOrRefused(bytes);
      }),
      runs(5_000),
    );
  });

  it('asks whether a message has room before it takes memory for it', () => {
    const asked: number[] = [];
    const reader = new ChannelFrameReader((messageBytes) => {
      asked.push(messageBytes);
      throw new ProtocolViolation('creditOverruns', 'There is no room.');
    });
    const beginning = channelFrameBytes({ kind: 'message', data: new Uint8Array(1 << 20) });
    expect(() => [...reader.read(beginning.subarray(0, 8))]).toThrow(
      withMember('counter', 'creditOverruns'),
    );
    expect(asked).toEqual([1 << 20]);
  });
});

/** A frame that is read means the same when it is written again. */
function expectReadOrRefused(bytes: Uint8Array): void {
  let frames: (ChannelFrame | undefined)[];
  try {
    frames = [...new ChannelFrameReader(() => undefined).read(bytes)];
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolViolation);
    return;
  }
  for (const frame of frames) {
    if (frame === undefined) continue;
    expect([...new ChannelFrameReader(() => undefined).read(channelFrameBytes(frame))]).toEqual([
      frame,
    ]);
  }
}

function prefixless(bytes: Uint8Array): Uint8Array {
  const [frame] = new FrameSplitter().split(bytes);
  return frame ?? new Uint8Array();
}

function generatedFrame(frame: ChannelFrame): Generated {
  switch (frame.kind) {
    case 'open': {
      const invitationId = new Uint8Array(16);
      writeGuid(frame.invitationId, invitationId);
      return { open: { version: frame.version, invitationId } };
    }
    case 'refused':
      return { refused: { reason: ['unreachable', 'failed'].indexOf(frame.reason) } };
    case 'message':
      return { message: Uint8Array.from(frame.data) };
    case 'credit':
      return { credit: { bytes: frame.bytes } };
    default:
      return { [frame.kind]: {} };
  }
}
