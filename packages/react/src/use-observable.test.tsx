import { act, render, renderHook } from '@testing-library/react';
import { Profiler, type ReactNode } from 'react';
import { BehaviorSubject, EMPTY, NEVER, Observable, of, Subject } from 'rxjs';
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
