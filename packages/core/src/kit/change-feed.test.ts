import { ChangeFeed, type FeedQueue } from './change-feed.ts';

const drain = (queue: FeedQueue<string>): string[] => {
  const taken: string[] = [];
  for (let change = queue.take('take'); change !== undefined; change = queue.take('take')) {
    taken.push(change);
  }
  return taken;
};

describe('ChangeFeed', () => {
  it('gives each queue the changes since it was opened, in order, and signals after each change', () => {
    const feed = new ChangeFeed<string>();
    const signal = jest.fn();
    feed.emit('before');
    const queues = [feed.open(signal), feed.open(signal)];
    feed.emit('a');
    feed.emit('b');
    expect(queues.map(drain)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(signal).toHaveBeenCalledTimes(4);
  });

  it('begins with the initial changes, and signals once when there are any', () => {
    const feed = new ChangeFeed<string>();
    const signals = [jest.fn(), jest.fn()] as const;
    expect(drain(feed.open(signals[0], ['a', 'b']))).toEqual(['a', 'b']);
    feed.open(signals[1]);
    expect(signals.map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
  });

  it('gives a queue only the changes that it wants', () => {
    const feed = new ChangeFeed<string>();
    const queue = feed.open(jest.fn(), [], (change) => change !== 'a');
    feed.emit('a');
    feed.emit('b');
    expect(drain(queue)).toEqual(['b']);
  });

  it('leaves out a waiting change and the change that undoes it', () => {
    const feed = new ChangeFeed<string>();
    const [slow, quick] = [feed.open(jest.fn()), feed.open(jest.fn())];
    feed.emit('arrived');
    drain(quick);
    feed.emit('ended', 'arrived');
    expect([drain(slow), drain(quick)]).toEqual([[], ['ended']]);
  });

  it('gives nothing to a closed queue, even when the signal of another queue has closed it', () => {
    const feed = new ChangeFeed<string>();
    const signal = jest.fn();
    feed.open(() => second.close('close'));
    const second = feed.open(signal);
    feed.emit('a');
    expect(signal).not.toHaveBeenCalled();
  });

  it('throws CLOSED at every call of a closed queue, a second close() too', () => {
    const queue = new ChangeFeed<string>().open(jest.fn());
    queue.close('ChangeQueue.close');
    const closed = expect.objectContaining({ code: 'CLOSED' }) as Error;
    expect(() => queue.take('ChangeQueue.next')).toThrow(closed);
    expect(() => queue.close('ChangeQueue.close')).toThrow(closed);
  });

  it('ends every queue: it gives nothing more, and closing it does nothing', () => {
    const feed = new ChangeFeed<string>();
    const queue = feed.open(jest.fn(), ['a']);
    feed.end();
    expect(() => queue.take('ChangeQueue.next')).toThrow(
      expect.objectContaining({ code: 'NOT_INITIALIZED' }) as Error,
    );
    expect(() => queue.close('ChangeQueue.close')).not.toThrow();
  });
});
