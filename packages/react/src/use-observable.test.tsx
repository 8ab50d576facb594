import { act, render, renderHook } from '@testing-library/react';
import { Profiler, type ReactNode } from 'react';
import { BehaviorSubject, defer, EMPTY, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { MODES, settle } from '../test/stage.tsx';
import { useObservable } from './index.ts';

describe.each(MODES)('useObservable, $name', ({ Root }) => {
  const use = <Result,>(hook: () => Result) => renderHook(hook, { wrapper: Root });

  it('waits with its initial value: undefined, or what is given', () => {
    expect(use(() => useObservable(NEVER)).result.current).toMatchObject({
      state: 'waiting',
      isWaiting: true,
      value: undefined,
    });
    expect(use(() => useObservable(NEVER, { initial: 0 })).result.current.value).toBe(0);
  });

  it('keeps the initial value of the first render, and its subscription', async () => {
    let subscribed = 0;
    const source$ = new Observable<never>(() => {
      subscribed += 1;
    });
    let initial = 'first';
    const { result, rerender } = use(() => useObservable(source$, { initial }));
    initial = 'second';
    rerender();
    await settle();
    expect(result.current.value).toBe('first');
    expect(subscribed).toBe(1);
  });

  it('has the last value, and is active', () => {
    const source$ = new Subject<number>();
    const { result } = use(() => useObservable(source$));
    act(() => source$.next(1));
    expect(result.current).toMatchObject({ state: 'active', isActive: true, value: 1 });
    act(() => {
      source$.next(2);
      source$.next(3);
    });
    expect(result.current.value).toBe(3);
  });

  it('has a value that comes on subscribe as soon as it is shown', () => {
    const source$ = new BehaviorSubject('here');
    const { result } = use(() => useObservable(source$));
    expect(result.current).toMatchObject({ state: 'active', value: 'here' });
  });

  it.each([
    ['one value', of('only'), 'only'],
    ['none', EMPTY, 'initial'],
  ])('is complete, and keeps the last value, after a stream of %s', (_, source$, value) => {
    const { result } = use(() => useObservable(source$, { initial: 'initial' }));
    expect(result.current).toMatchObject({ state: 'complete', isComplete: true, value });
  });

  it('has the error, and keeps the last value', () => {
    const source$ = new Subject<number>();
    const failure = new Error('lost');
    const { result } = use(() => useObservable(source$));
    act(() => source$.next(1));
    act(() => source$.error(failure));
    expect(result.current).toMatchObject({ state: 'error', isError: true, value: 1 });
    expect(result.current.error).toBe(failure);
  });

  it('makes an error of anything else that is thrown', () => {
    const source$ = new Observable<never>((subscriber) => subscriber.error('lost'));
    const { result } = use(() => useObservable(source$));
    expect(result.current.error).toMatchObject({ code: 'UNKNOWN', cause: 'lost' });
    expect(result.current.error?.message).toBe('useObservable failed: lost');
  });

  it('subscribes once, not while rendering, and unsubscribes when the component is removed', async () => {
    let subscribed = 0;
    let unsubscribed = 0;
    let isRendering = false;
    const source$ = new Observable<never>(() => {
      expect(isRendering).toBe(false);
      subscribed += 1;
      return () => (unsubscribed += 1);
    });
    const { rerender, unmount } = use(() => {
      isRendering = true;
      const result = useObservable(source$);
      isRendering = false;
      return result;
    });
    rerender();
    await settle();
    expect([subscribed, unsubscribed]).toEqual([1, 0]);
    unmount();
    await settle();

    expect([subscribed, unsubscribed]).toEqual([1, 1]);
  });

  it('begins anew with another stream, in the same render', async () => {
    const first$ = new BehaviorSubject('first');
    const second$ = new Subject<string>();
    const rendered: (string | undefined)[] = [];
    let source$: Observable<string> = first$;
    const { rerender } = use(() => {
      rendered.push(useObservable(source$).value);
    });
    rendered.length = 0;
    source$ = second$;
    rerender();
    await settle();
    expect(rendered).not.toContain('first');
    expect(first$.observed).toBe(false);
    act(() => second$.next('second'));

    expect(rendered.at(-1)).toBe('second');
  });

  it('restart() subscribes anew to what has ended, and waits with the initial value', () => {
    let source$ = new Subject<number>();
    const stream$ = defer(() => source$);
    const { result } = use(() =>
      useObservable(stream$, { initial: 0, select: (number) => number * 2 }),
    );
    const { restart } = result.current;
    act(() => source$.next(1));
    const ended$ = source$;
    source$ = new Subject();
    act(() => ended$.error(new Error('lost')));
    expect(result.current).toMatchObject({ state: 'error', value: 2 });
    act(() => result.current.restart());
    expect(result.current).toMatchObject({ state: 'waiting', value: 0, error: undefined });
    act(() => source$.next(3));
    expect(result.current).toMatchObject({ state: 'active', value: 6 });
    act(() => source$.complete());
    expect(result.current).toMatchObject({ state: 'complete', value: 6 });
    expect(result.current.restart).toBe(restart);
  });

  it('has the error of the last attempt', () => {
    let attempts = 0;
    const source$ = throwError(() => new Error(`attempt ${(attempts += 1)}`));
    const { result } = use(() => useObservable(source$));
    expect(result.current.error?.message).toBe('attempt 1');
    act(() => result.current.restart());
    expect(result.current.error?.message).toBe('attempt 2');
  });

  it('restart() does nothing while the stream runs, and after the component was removed', async () => {
    let subscribed = 0;
    const source$ = new Subject<number>();
    const counted$ = defer(() => {
      subscribed += 1;
      return source$;
    });
    const { result, unmount } = use(() => useObservable(counted$));
    act(() => result.current.restart());
    act(() => source$.next(1));
    const before = result.current;
    act(() => result.current.restart());
    expect(result.current).toBe(before);
    act(() => source$.complete());
    unmount();
    await settle();
    before.restart();
    expect(subscribed).toBe(1);
  });

  it('restart() is that of the present stream, also before it has emitted', () => {
    let source$: Observable<number> = NEVER;
    const { result, rerender } = use(() => useObservable(source$));
    let subscribed = 0;
    const second$ = new Subject<number>();
    source$ = defer(() => {
      subscribed += 1;
      return second$;
    });
    rerender();
    const { restart } = result.current;
    act(() => second$.complete());
    act(() => restart());
    expect(subscribed).toBe(2);
  });

  it('renders again only when what is selected has changed', () => {
    const source$ = new BehaviorSubject(2);
    let commits = 0;
    function Parity(): ReactNode {
      const { value } = useObservable(source$, {
        initial: 0,
        select: (number) => ({ isEven: number % 2 === 0 }),
        isEqual: (a, b) => a.isEven === b.isEven,
      });
      return value.isEven ? 'even' : 'odd';
    }
    const { container } = render(
      <Root>
        <Profiler id="parity" onRender={() => (commits += 1)}>
          <Parity />
        </Profiler>
      </Root>,
    );
    const before = commits;
    act(() => source$.next(4));
    act(() => source$.next(6));
    expect(commits).toBe(before);
    act(() => source$.next(7));
    expect(commits).toBe(before + 1);
    expect(container.textContent).toBe('odd');
  });
});
