import { act } from '@testing-library/react';
import { lazy, type ReactNode, startTransition, Suspense, useEffect, useState } from 'react';
import { MODES, requestTo, setStage, settle, type Stage, statesAt } from '../test/stage.tsx';
import { useInvitations, useInvite, type UseInviteResult } from './index.ts';

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
});
