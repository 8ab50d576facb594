import { act } from '@testing-library/react';
import { Profiler, type ReactNode, useEffect, useLayoutEffect } from 'react';
import { MODES, requestTo, setStage, settle, type Stage, statesAt } from '../test/stage.tsx';
import {
  type SentInvitation,
  useInvitations,
  useInvite,
  type UseInviteOptions,
  type UseInviteResult,
} from './index.ts';

describe.each(MODES)('useInvitations, $name', (mode) => {
  let stage: Stage;
  let send: UseInviteResult['invite'];
  let listed: readonly SentInvitation[];

  function Inviter(options: UseInviteOptions): null {
    const { invite } = useInvite(options);
    useEffect(() => {
      send = invite;
    }, [invite]);
    return null;
  }

  function List(): null {
    const invitations = useInvitations();
    useEffect(() => {
      listed = invitations;
    }, [invitations]);
    return null;
  }

  beforeEach(async () => {
    stage = await setStage({ mode });
  });

  it('lists what any component has in flight, the oldest first, until it has ended', async () => {
    stage.bob.afterMs(100).declines();
    let sendOther: UseInviteResult['invite'] | undefined;
    function Other(): null {
      const { invite } = useInvite();
      useEffect(() => {
        sendOther = invite;
      }, [invite]);
      return null;
    }
    stage.network.peer('carol');
    stage.show(
      <>
        <Inviter />
        <Other />
        <List />
      </>,
    );
    expect(listed).toEqual([]);
    const request = requestTo('bob');
    act(() => {
      send(request);
      sendOther?.(requestTo('carol'));
    });
    await settle();
    expect(listed).toMatchObject([
      { request, status: { state: 'delivered' } },
      { request: requestTo('carol'), status: { state: 'delivered' } },
    ]);
    expect(new Set(listed.map(({ id }) => id)).size).toBe(2);
    await settle(100);

    expect(listed).toMatchObject([{ request: requestTo('carol') }]);
  });

  it('drops what has failed, and what was refused before anything was sent', async () => {
    stage.bob.isUnreachable();
    stage.show(
      <>
        <Inviter />
        <List />
      </>,
    );
    act(() => send(requestTo('bob')));
    expect(listed).toHaveLength(1);
    await settle();
    expect(listed).toEqual([]);
    act(() => send(requestTo('bob', { message: 'x'.repeat(256) })));
    expect(listed).toEqual([]);
  });

  it('cancels an invitation that its component has left in flight', async () => {
    const { rerender } = stage.show(
      <>
        <Inviter keepOnUnmount />
        <List />
      </>,
    );
    act(() => send(requestTo('bob')));
    await settle();
    rerender(
      <>
        {null}
        <List />
      </>,
    );
    await settle();
    expect(statesAt(stage.bob)).toEqual(['pending']);
    act(() => listed[0]?.cancel());
    await settle();

    expect(listed).toEqual([]);
    expect(statesAt(stage.bob)).toEqual(['withdrawn']);
  });

  it('removing the provider cancels also what components have left in flight', async () => {
    const { rerender, unmount } = stage.show(<Inviter keepOnUnmount />);
    act(() => send(requestTo('bob')));
    await settle();
    rerender(null);
    await settle();
    unmount();
    await settle();
    expect(statesAt(stage.bob)).toEqual(['withdrawn']);

    send(requestTo('bob'));
    await settle();
    expect(statesAt(stage.bob)).toEqual(['withdrawn']);
  });

  it('renders a component again only when what it selects has changed', async () => {
    const commits = { count: 0, addresses: 0, all: 0 };
    function Count(): ReactNode {
      return useInvitations({ select: ({ length }) => length });
    }
    function Addresses(): ReactNode {
      return useInvitations({
        select: (all) => all.map(({ request }) => request.to.endpoint?.address),
        isEqual: (a, b) => a.join() === b.join(),
      }).join();
    }
    stage.show(
      <>
        <Inviter />
        <Profiler id="count" onRender={() => (commits.count += 1)}>
          <Count />
        </Profiler>
        <Profiler id="addresses" onRender={() => (commits.addresses += 1)}>
          <Addresses />
        </Profiler>
        <Profiler id="all" onRender={() => (commits.all += 1)}>
          <List />
        </Profiler>
      </>,
    );
    expect(commits).toEqual({ count: 1, addresses: 1, all: 1 });
    act(() => send(requestTo('bob')));
    for (let elapsed = 0; elapsed < 50; elapsed += 1) await settle(1);

    expect(commits).toEqual({ count: 2, addresses: 2, all: 4 });
  });

  it('keeps the identity of a selected value that is equal, also when the parent renders again', () => {
    const { result, rerender } = stage.use(() =>
      useInvitations({ select: (all) => [all.length], isEqual: (a, b) => a[0] === b[0] }),
    );
    const before = result.current;
    rerender();
    expect(result.current).toBe(before);
  });

  it('does not render again for a change between render and effects that selects the same', () => {
    let commits = 0;
    function Early(): null {
      const { invite } = useInvite();
      useLayoutEffect(() => invite(requestTo('bob')), [invite]);
      return null;
    }
    function Constant(): ReactNode {
      return useInvitations({ select: () => ['same'], isEqual: (a, b) => a[0] === b[0] });
    }
    stage.show(
      <>
        <Early />
        <Profiler id="constant" onRender={() => (commits += 1)}>
          <Constant />
        </Profiler>
      </>,
    );
    expect(commits).toBe(1);
  });

  it('uses the selector of the present render', () => {
    let word = 'none';
    const { result, rerender } = stage.use(() =>
      useInvitations({ select: ({ length }) => `${length} ${word}` }),
    );
    expect(result.current).toBe('0 none');
    word = 'zero';
    rerender();
    expect(result.current).toBe('0 zero');
  });

  it('does not render for ever when a selector makes a new value each time', async () => {
    let renders = 0;
    const { result } = stage.use(() => {
      renders += 1;
      return useInvitations({ select: (all) => [...all] });
    });
    await settle();
    expect(result.current).toEqual([]);
    expect(renders).toBeLessThan(5);
  });
});
