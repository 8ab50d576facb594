import { AutoResetEvent } from './auto-reset-event.ts';

describe('AutoResetEvent', () => {
  const listen = (event: AutoResetEvent): string[] => {
    const heard: string[] = [];
    event.signaled$.subscribe({
      next: () => heard.push('signal'),
      complete: () => heard.push('complete'),
    });
    return heard;
  };

  it('wakes every subscriber on each signal', () => {
    const event = new AutoResetEvent();
    const heard = [listen(event), listen(event)];
    event.set();
    event.set();
    expect(heard).toEqual([
      ['signal', 'signal'],
      ['signal', 'signal'],
    ]);
  });

  it('keeps one signal for the next subscriber, and for no other', () => {
    const event = new AutoResetEvent();
    event.set();
    event.set();
    expect(listen(event)).toEqual(['signal']);
    expect(listen(event)).toEqual([]);
  });

  it('keeps a signal that comes after an unsubscribe', () => {
    const event = new AutoResetEvent();
    event.signaled$.subscribe().unsubscribe();
    event.set();
    expect(listen(event)).toEqual(['signal']);
  });

  it('completes on close, for present and for later subscribers', () => {
    const event = new AutoResetEvent();
    const before = listen(event);
    event.close();
    event.close();
    event.set();
    expect(before).toEqual(['complete']);
    expect(listen(event)).toEqual(['complete']);
    expect(event.isClosed).toBe(true);
  });

  it('reaches every subscriber though one closes the event', () => {
    const event = new AutoResetEvent();
    event.signaled$.subscribe(() => event.close());
    const heard = listen(event);
    event.set();
    expect(heard.at(-1)).toBe('complete');
  });

  it('tells its subclass when the first subscriber comes, and when the last one goes', () => {
    const { event, told } = telling();
    const first = event.signaled$.subscribe();
    const second = event.signaled$.subscribe();
    first.unsubscribe();
    expect(told).toEqual([true]);
    second.unsubscribe();
    event.signaled$.subscribe();
    event.close();
    expect(told).toEqual([true, false, true, false]);
    event.signaled$.subscribe();
    expect(told).toHaveLength(4);
  });

  it('tells its subclass of a subscriber that closes the event while subscribing', () => {
    const { event, told } = telling();
    event.set();
    event.signaled$.subscribe(() => event.close());
    expect(told).toEqual([true, false]);
  });
});

function telling(): { event: AutoResetEvent; told: readonly boolean[] } {
  const told: boolean[] = [];
  class Telling extends AutoResetEvent {
    protected override onWaiting(isWaiting: boolean): void {
      told.push(isWaiting);
    }
  }
  return { event: new Telling(), told };
}
