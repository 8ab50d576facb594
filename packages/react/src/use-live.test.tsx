import type { CollaborationError } from '@beckon/core';
import { act } from '@testing-library/react';
import { Profiler, type ReactNode, useState } from 'react';
import { BehaviorSubject, finalize, type Observable, throwError } from 'rxjs';
import { MODES, setStage, settle, type Stage } from '../test/stage.tsx';
import { FRAME_MS } from './frame.ts';
import type { LiveStream } from './live-stream.ts';
import { useLive } from './use-live.ts';

/** Numbers by subject, which count how often they are opened and released. */
class Numbers implements LiveStream<number | undefined, string> {
  readonly hook = 'useNumber';
  readonly initial = undefined;
  readonly keyOf = (subject: string): string => subject.toLowerCase();
  readonly opened: string[] = [];
  readonly released: string[] = [];
  readonly #numbers = new Map<string, BehaviorSubject<number>>();

  of(subject: string): BehaviorSubject<number> {
    const known = this.#numbers.get(subject) ?? new BehaviorSubject(0);
    this.#numbers.set(subject, known);
    return known;
  }

  readonly open = (_adapter: unknown, _options: unknown, subject: string): Observable<number> => {
    this.opened.push(subject);
    return this.of(subject).pipe(finalize(() => this.released.push(subject)));
  };
}

describe.each(MODES)('useLive, $name', (mode) => {
  let stage: Stage;
  let numbers: Numbers;
  beforeEach(async () => {
    stage = await setStage({ mode });
    numbers = new Numbers();
  });

  function Row({ subject }: { readonly subject: string | undefined }): ReactNode {
    return `${useLive(numbers, subject, {}).value} `;
  }

  it('all components that show the same subject share one stream, which ends with the last', async () => {
    const { container, rerender } = stage.show(
      <>
        <Row subject="ann" />
        <Row subject="ANN" />
        <Row subject="bob" />
      </>,
    );
    await settle();
    numbers.of('ann').next(1);
    await settle();
    expect(container.textContent).toBe('1 1 0 ');
    expect(numbers.opened).toEqual(['ann', 'bob']);

    rerender(<Row subject="ann" />);
    await settle();
    expect(numbers.released).toEqual(['bob']);
    rerender(null);
    await settle();
    expect(numbers.released).toEqual(['bob', 'ann']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('a component that comes later shows the present value in its first render', async () => {
    const rendered: unknown[] = [];
    function Late(): ReactNode {
      rendered.push(useLive(numbers, 'ann', {}).value);
      return null;
    }
    const { rerender } = stage.show(<Row subject="ann" />);
    await settle();
    rerender(
      <>
        <Row subject="ann" />
        <Late />
      </>,
    );
    await settle();

    expect(new Set(rendered)).toEqual(new Set([0]));
  });

  it('waits without a subject, and begins with one, in the same render', async () => {
    const rendered: string[] = [];
    let show: (subject: string) => void = () => undefined;
    function Page(): ReactNode {
      const [subject, setSubject] = useState<string>();
      show = setSubject;
      const { state, value } = useLive(numbers, subject, {});
      rendered.push(`${subject} ${state} ${value}`);
      return null;
    }
    numbers.of('ann').next(1);
    numbers.of('bob').next(2);
    stage.show(<Page />);
    await settle();
    expect(numbers.opened).toEqual([]);
    act(() => show('ann'));
    await settle();
    act(() => show('bob'));
    await settle();

    expect([...new Set(rendered)]).toEqual([
      'undefined waiting undefined',
      'ann waiting undefined',
      'ann active 1',
      'bob waiting undefined',
      'bob active 2',
    ]);
    expect(numbers.released).toEqual(['ann']);
  });

  it('an error names the hook, and a wrong argument is INVALID_ARGUMENT', async () => {
    const failing = (open: () => Observable<never>): LiveStream<undefined> => ({
      hook: 'useNumber',
      initial: undefined,
      open,
    });
    const thrown = failing(() => {
      throw new TypeError('presence: endpoint.address: must be a string');
    });
    const { result } = stage.use(() => useLive(thrown, null, {}));
    await settle();
    expect(result.current.error).toMatchObject({ code: 'INVALID_ARGUMENT' });
    const lost = failing(() => throwError(() => new Error('lost')));
    const { result: other } = (await setStage({ mode })).use(() => useLive(lost, null, {}));
    await settle();
    expect(other.current.error).toMatchObject<Partial<CollaborationError>>({
      code: 'UNKNOWN',
      message: 'useNumber failed: lost',
    });
  });

  it('changes within a frame are rendered together, the last one only', async () => {
    let commits = 0;
    const shown: (string | null)[] = [];
    const { container } = stage.show(
      <Profiler
        id="rows"
        onRender={() => {
          commits += 1;
        }}
      >
        <Row subject="ann" />
        <Row subject="bob" />
      </Profiler>,
    );
    await settle();
    commits = 0;
    await settle(1);
    for (const [subject, number] of [
      ['ann', 1],
      ['bob', 2],
      ['ann', 3],
    ] as const) {
      numbers.of(subject).next(number);
      await settle(1);
      shown.push(container.textContent);
    }
    await settle(FRAME_MS);

    expect(shown).toEqual(['0 0 ', '0 0 ', '0 0 ']);
    expect(container.textContent).toBe('3 2 ');
    expect(commits).toBe(1);
  });
});

describe('a thousand people with a hundred changes a second', () => {
  const PEOPLE = 1000;
  const SECONDS = 2;

  it.each([
    ['one list', false],
    ['a stream for each', true],
  ])(
    '%s: no more renders than frames, and each row only for its own changes',
    async (_, isEach) => {
      const stage = await setStage();
      const numbers = new Numbers();
      const names = Array.from({ length: PEOPLE }, (_, index) => `person ${index}`);
      const list$ = new BehaviorSubject<readonly number[]>(names.map(() => 0));
      const list: LiveStream<readonly number[]> = {
        hook: 'useList',
        initial: [],
        open: () => list$,
      };
      let commits = 0;
      let rowRenders = 0;
      function Row({ name }: { readonly name: string }): ReactNode {
        rowRenders += 1;
        return useLive(numbers, name, {}).value;
      }
      function List(): ReactNode {
        return useLive(list, null, { select: (all) => all.reduce((sum, one) => sum + one, 0) })
          .value;
      }
      const { container } = stage.show(
        <Profiler
          id="people"
          onRender={() => {
            commits += 1;
          }}
        >
          {isEach ? names.map((name) => <Row key={name} name={name} />) : <List />}
        </Profiler>,
      );
      await settle();
      const began = performance.now();
      let changes = 0;
      commits = rowRenders = 0;
      for (let ms = 0; ms < SECONDS * 1000; ms += 10) {
        const index = (changes * 37) % PEOPLE;
        if (isEach) numbers.of(names[index]!).next(1 + changes);
        else
          list$.next(list$.value.map((number, other) => (other === index ? number + 1 : number)));
        changes += 1;
        await settle(10);
      }
      await settle(FRAME_MS);

      const frames = ((performance.now() - began) / 1000) * 60;
      expect(changes).toBe(100 * SECONDS);
      expect(commits).toBeLessThanOrEqual(frames);
      expect(commits).toBeGreaterThan(frames / 3);
      if (isEach) {
        expect(rowRenders).toBe(changes);
        expect(container.textContent).toContain(String(changes));
      } else {
        expect(container.textContent).toBe(String(changes));
      }
    },
  );
});
