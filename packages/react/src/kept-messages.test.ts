import { type Kept, withLatest } from './kept-messages.ts';

const MIB = 1_024 * 1_024;

/** The numbers of the messages that are kept of `count`, each of `bytes`. */
function keptOf(count: number, bytes: number): readonly unknown[] {
  let kept: readonly Kept[] = [];
  for (let message = 0; message < count; message++) kept = withLatest(kept, { message, bytes });
  return kept.map(({ message }) => message);
}

describe('the messages of a channel that are kept', () => {
  it('are the last 1 000', () => {
    const kept = keptOf(1_003, 10);
    expect(kept).toHaveLength(1_000);
    expect([kept[0], kept.at(-1)]).toEqual([3, 1_002]);
  });

  it('have at most 16 MiB together', () => {
    expect(keptOf(20, MIB)).toEqual(Array.from({ length: 16 }, (_, index) => index + 4));
    expect(keptOf(3, 9 * MIB)).toEqual([2]);
  });

  it('always include the last one', () => {
    expect(keptOf(2, 17 * MIB)).toEqual([1]);
  });
});
