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

  it('wakes whoever is subscribed, each time', () => {
    const event = new AutoResetEvent();
    const heard = [listen(event), listen(event)];
    event.set();
    event.set();
    expect(heard).toEqual([
      ['signal', 'signal'],
      ['signal', 'signal'],
    ]);
  });

  it('keeps one signal for the next subscriber, and only for that', () => {
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

  it('completes on close, for those who wait and those who come', () => {
    const event = new AutoResetEvent();
    const before = listen(event);
    event.close();
    event.close();
    event.set();
    expect(before).toEqual(['complete']);
    expect(listen(event)).toEqual(['complete']);
    expect(event.isClosed).toBe(true);
  });

  it('wakes every waiter though one closes it', () => {
    const event = new AutoResetEvent();
    event.signaled$.subscribe(() => event.close());
    const heard = listen(event);
    event.set();
    expect(heard.at(-1)).toBe('complete');
  });
});
