import { costOf } from './credit.ts';
import { FrameMemory } from './frame-memory.ts';

const message = (fill: number, length = 65_536) => new Uint8Array(length).fill(fill);

describe('the memory of frames', () => {
  it('is reused when the peer has taken its message, and not before', () => {
    const memory = new FrameMemory();
    const first = memory.frameOf(message(1));
    memory.sent(costOf(65_536), first);
    const second = memory.frameOf(message(2));
    memory.sent(costOf(65_536), second);
    expect(second.buffer).not.toBe(first.buffer);
    memory.taken(costOf(65_536) - 1);
    expect(memory.frameOf(message(3)).buffer).not.toBe(first.buffer);
    memory.taken(1);
    const fourth = memory.frameOf(message(4, 60_000));
    expect(fourth.buffer).toBe(first.buffer);
    expect(fourth.subarray(-60_000)).toEqual(message(4, 60_000));
    expect(second.subarray(-65_536)).toEqual(message(2));
  });

  it('is kept up to a limit, and never for short frames', () => {
    const memory = new FrameMemory();
    const frames = Array.from({ length: 40 }, (_, fill) => {
      const frame = memory.frameOf(message(fill));
      memory.sent(costOf(65_536), frame);
      return frame;
    });
    const short = memory.frameOf(message(1, 100));
    memory.sent(costOf(100), short);
    memory.taken(40 * costOf(65_536) + costOf(100));
    const again = Array.from({ length: 40 }, (_, fill) => memory.frameOf(message(fill)).buffer);
    const reused = frames.filter(({ buffer }) => again.includes(buffer));
    expect(reused).toHaveLength(15);
    expect(again).not.toContain(short.buffer);
  });
});
