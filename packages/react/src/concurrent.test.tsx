import { act } from '@testing-library/react';
import {
  lazy,
  Profiler,
  type ReactNode,
  startTransition,
  Suspense,
  useEffect,
  useState,
} from 'react';
import { BehaviorSubject } from 'rxjs';
import { MODES, requestTo, setStage, settle, type Stage, statesAt } from '../test/stage.tsx';
import { useInvitations, useInvite, type UseInviteResult, useObservable } from './index.ts';

let invite: UseInviteResult['invite'];

function Inviter(): ReactNode {
  const sent = useInvite();
  useEffect(() => {
    invite = sent.invite;
  }, [sent.invite]);
  return <p>{sent.state}</p>;
}

/** Suspends, and never resumes. */
const Pending = lazy(() => new Promise<never>(() => undefined));

describe.each(MODES)('concurrent rendering, $name', (mode) => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage({ mode });
  });

  it('an invitation goes on while a boundary above its component suspends again', async () => {
    stage.bob.afterMs(100).accepts();
    const at = (isSuspended: boolean) => (
      <Suspense fallback={<p>loading</p>}>
        <Inviter />
        {isSuspended && <Pending />}
      </Suspense>
    );
    const { rerender, getByText } = stage.show(at(false));
    act(() => invite(requestTo('bob')));
    await settle();
    rerender(at(true));
    expect(getByText('loading')).toBeDefined();
    await settle(100);
    rerender(at(false));

    expect(getByText('accepted')).toBeDefined();
    expect(statesAt(stage.bob)).toEqual(['accepted']);
  });

  it('a render that is thrown away sends and registers nothing', async () => {
    const createEvent = jest.spyOn(stage.alice, 'createEvent');
    stage.show(
      <Suspense fallback={<p>loading</p>}>
        <Inviter />
        <Pending />
      </Suspense>,
    );
    await settle();

    expect(createEvent).not.toHaveBeenCalled();
    expect(stage.bob.received).toEqual([]);
  });

  it('one call within a transition sends one invitation, and its status is shown at once', async () => {
    const { getByText } = stage.show(<Inviter />);
    act(() => startTransition(() => invite(requestTo('bob'))));
    expect(getByText('sending')).toBeDefined();
    await settle();

    expect(getByText('delivered')).toBeDefined();
    expect(statesAt(stage.bob)).toEqual(['pending']);
  });

  it('components shown by a transition agree with those that were there', async () => {
    let openMore: () => void = () => undefined;
    const counts: string[] = [];
    function Count({ name }: { readonly name: string }): ReactNode {
      const count = useInvitations({ select: ({ length }) => length });
      useEffect(() => {
        counts.push(`${name} ${count}`);
      }, [name, count]);
      return null;
    }
    function App(): ReactNode {
      const [hasMore, setHasMore] = useState(false);
      useEffect(() => {
        openMore = () => startTransition(() => setHasMore(true));
      }, []);
      return (
        <>
          <Inviter />
          <Count name="old" />
          {hasMore && <Count name="new" />}
        </>
      );
    }
    stage.show(<App />);
    act(() => {
      openMore();
      invite(requestTo('bob'));
    });
    await settle();

    expect(counts.at(-1)).toMatch(/ 1$/);
    expect(counts.filter((line) => line.startsWith('new'))).not.toContain('new 0');
  });

  it('a selector spares renders also while a transition that changes it is pending', () => {
    const source$ = new BehaviorSubject(0);
    const selected = new Set<unknown>();
    let commits = 0;
    let openMore: () => void = () => undefined;
    function Label({ text }: { readonly text: string }): ReactNode {
      const { value } = useObservable(source$, {
        select: () => ({ text }),
        isEqual: (a, b) => a.text === b.text,
      });
      useEffect(() => {
        selected.add(value);
      }, [value]);
      return value.text;
    }
    function App(): ReactNode {
      const [hasMore, setHasMore] = useState(false);
      useEffect(() => {
        openMore = () => startTransition(() => setHasMore(true));
      }, []);
      return (
        <Suspense fallback="loading">
          <Profiler id="label" onRender={() => (commits += 1)}>
            <Label text={hasMore ? 'new' : 'old'} />
          </Profiler>
          {hasMore && <Pending />}
        </Suspense>
      );
    }
    const { container } = stage.show(<App />);
    act(() => openMore());
    selected.clear();
    commits = 0;
    for (const value of [1, 2, 3]) act(() => source$.next(value));

    expect(container.textContent).toBe('old');
    expect({ commits, identities: selected.size }).toEqual({ commits: 0, identities: 0 });
  });
});
