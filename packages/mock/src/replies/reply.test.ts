import { config, from, VirtualTimeScheduler } from 'rxjs';
import { Reply } from './reply.ts';

describe('a reply', () => {
  it('calls back within a scheduled action, never within the call', () => {
    const scheduler = new VirtualTimeScheduler();
    const heard: string[] = [];
    const reply = new Reply<string>(scheduler);
    reply.then((value) => heard.push(value));
    reply.resolve('value');
    expect(heard).toEqual([]);
    scheduler.flush();
    reply.then((value) => heard.push(`late ${value}`));
    expect(heard).toEqual(['value']);
    scheduler.flush();
    expect(heard).toEqual(['value', 'late value']);
  });

  it('computes its value when it settles', () => {
    const scheduler = new VirtualTimeScheduler();
    let state = 'at the call';
    const heard: string[] = [];
    Reply.scheduled(scheduler, () => state).then((value) => heard.push(value));
    state = 'at the reply';
    scheduler.flush();
    expect(heard).toEqual(['at the reply']);
  });

  it('settles once', () => {
    const scheduler = new VirtualTimeScheduler();
    const heard: unknown[] = [];
    const reply = new Reply<string>(scheduler);
    reply.resolve('first');
    reply.reject(new Error('second'));
    reply.then(
      (value) => heard.push(value),
      (error: unknown) => heard.push(error),
    );
    scheduler.flush();
    expect(heard).toEqual(['first']);
  });

  it('chains as a promise does: it passes on values, replies and rejections', () => {
    const scheduler = new VirtualTimeScheduler();
    const heard: unknown[] = [];
    const rejected = Reply.scheduled(scheduler, (): string => {
      throw new Error('refused');
    });
    rejected
      .then((value) => value)
      .then(null, (error: unknown) => (error as Error).message)
      .then((message) => Reply.scheduled(scheduler, () => `${message}, handled`))
      .then((value) => heard.push(value));
    scheduler.flush();
    expect(heard).toEqual(['refused, handled']);
  });

  it('gives RxJS a rejection once, and no error is reported as unhandled', async () => {
    const scheduler = new VirtualTimeScheduler();
    const heard: unknown[] = [];
    const unhandled: unknown[] = [];
    config.onUnhandledError = (error) => unhandled.push(error);
    try {
      const refusal = new Error('refused');
      from(
        Reply.scheduled(scheduler, () => {
          throw refusal;
        }),
      ).subscribe({ error: (error: unknown) => heard.push(error) });
      scheduler.flush();
      await new Promise((resolve) => setImmediate(resolve));
      expect(heard).toEqual([refusal]);
      expect(unhandled).toEqual([]);
    } finally {
      config.onUnhandledError = null;
    }
  });

  it('can be awaited', async () => {
    const scheduler = new VirtualTimeScheduler();
    const awaited = (async () => Reply.scheduled(scheduler, () => 'value'))();
    await Promise.resolve();
    scheduler.flush();
    expect(await awaited).toBe('value');
  });
});
