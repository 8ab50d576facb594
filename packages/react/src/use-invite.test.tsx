import type { InvitationStatus, InviteRequest } from '@beckon/core';
import { act, render, type RenderHookResult } from '@testing-library/react';
import { Profiler, useEffect, useLayoutEffect } from 'react';
import { config, VirtualTimeScheduler } from 'rxjs';
import { MODES, requestTo, setStage, settle, type Stage, statesAt } from '../test/stage.tsx';
import { CollaborationProvider, useInvite, type UseInviteResult } from './index.ts';

type Flag = Extract<keyof UseInviteResult, `is${string}`>;

function flagsOf(result: UseInviteResult): Flag[] {
  const flags = Object.entries(result).filter(
    ([name, value]) => name.startsWith('is') && value === true,
  );
  return flags.map(([name]) => name as Flag);
}

describe.each(MODES)('useInvite, $name', (mode) => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage({ mode });
  });

  it('is idle at first, and sends nothing by rendering and by effects', async () => {
    const { result, rerender } = stage.use(useInvite);
    rerender();
    await settle();

    expect(result.current).toMatchObject({
      state: 'idle',
      status: undefined,
      error: undefined,
      request: undefined,
    });
    expect(flagsOf(result.current)).toEqual(['isIdle']);
    expect(stage.bob.received).toEqual([]);
  });

  it('sends one invitation for one call, and keeps its request', async () => {
    const request = requestTo('bob', { message: 'Join my whiteboard?' });
    const { result } = stage.use(useInvite);
    act(() => result.current.invite(request));
    expect(result.current.state).toBe('sending');
    expect(flagsOf(result.current)).toEqual(['isPending']);
    await settle();

    expect(stage.bob.received).toMatchObject([{ message: 'Join my whiteboard?' }]);
    expect(result.current.state).toBe('delivered');
    expect(flagsOf(result.current)).toEqual(['isPending', 'isDelivered']);
    expect(result.current.request).toBe(request);
  });

  it.each<[string, (stage: Stage) => void, Flag, Partial<InvitationStatus>]>([
    [
      'accepted',
      ({ bob }) => bob.accepts('Yes'),
      'isAccepted',
      { state: 'accepted', message: 'Yes' },
    ],
    [
      'declined',
      ({ bob }) => bob.declines('No'),
      'isDeclined',
      { state: 'declined', message: 'No' },
    ],
    ['expired', ({ bob }) => bob.ignores(), 'isExpired', { state: 'expired' }],
  ])('ends as %s, and is not pending then', async (state, script, flag, status) => {
    script(stage);
    const { result } = stage.use(useInvite);
    act(() => result.current.invite(requestTo('bob', { expiresInMs: 100 })));
    await settle(200);

    expect(result.current.state).toBe(state);
    expect(flagsOf(result.current)).toEqual([flag]);
    expect(result.current.status).toMatchObject(status);
  });

  it('ends in an error that keeps the last status', async () => {
    stage.bob.isUnreachable();
    const { result } = stage.use(useInvite);
    act(() => result.current.invite(requestTo('bob')));
    await settle();

    expect(flagsOf(result.current)).toEqual(['isError']);
    expect(result.current).toMatchObject({
      state: 'error',
      status: { state: 'pending' },
      error: { code: 'UNREACHABLE' },
    });
  });

  it('reports a wrong request as an error, and sends nothing', async () => {
    const { result } = stage.use(useInvite);
    act(() => result.current.invite(requestTo('bob', { message: 'x'.repeat(256) })));
    await settle();

    expect(result.current.state).toBe('error');
    expect(result.current.error).toMatchObject({
      name: 'CollaborationError',
      code: 'INVALID_ARGUMENT',
      cause: expect.any(RangeError) as RangeError,
    });
    expect(stage.bob.received).toEqual([]);
  });

  it('cancel() takes the invitation back at the recipient', async () => {
    const { result } = stage.use(useInvite);
    act(() => result.current.cancel());
    expect(result.current.state).toBe('idle');
    act(() => result.current.invite(requestTo('bob')));
    await settle();
    act(() => result.current.cancel());
    await settle();

    expect(flagsOf(result.current)).toEqual(['isCancelled']);
    expect(statesAt(stage.bob)).toEqual(['withdrawn']);
    act(() => result.current.cancel());
    expect(result.current.state).toBe('cancelled');
  });

  it('cancel() in the same event as invite() sends nothing that the recipient sees', async () => {
    const { result } = stage.use(useInvite);
    act(() => {
      result.current.invite(requestTo('bob'));
      result.current.cancel();
    });
    await settle();

    expect(result.current.state).toBe('cancelled');
    expect(statesAt(stage.bob).filter((state) => state === 'pending')).toEqual([]);
  });

  it("ends as cancelled when the request's own signal aborts", async () => {
    const abort = new AbortController();
    const { result } = stage.use(useInvite);
    act(() => result.current.invite(requestTo('bob', { signal: abort.signal })));
    await settle();
    act(() => abort.abort());
    await settle();

    expect(result.current.state).toBe('cancelled');
    expect(statesAt(stage.bob)).toEqual(['withdrawn']);
  });

  it("sends nothing when the request's own signal has aborted before", async () => {
    const { result } = stage.use(useInvite);
    act(() => result.current.invite(requestTo('bob', { signal: AbortSignal.abort() })));
    await settle();

    expect(result.current.state).toBe('cancelled');
    expect(stage.bob.received).toEqual([]);
  });

  it("leaves no listener on the request's signal", async () => {
    const { signal } = new AbortController();
    const added = jest.spyOn(signal, 'addEventListener');
    const removed = jest.spyOn(signal, 'removeEventListener');
    stage.bob.accepts();
    const { result } = stage.use(useInvite);
    act(() => result.current.invite(requestTo('bob', { signal })));
    await settle();

    expect(result.current.state).toBe('accepted');
    expect(added).toHaveBeenCalledTimes(1);
    expect(removed.mock.calls).toEqual(added.mock.calls);
  });

  it('reset() is idle at once, and takes back what is in flight', async () => {
    const { result } = stage.use(useInvite);
    act(() => result.current.invite(requestTo('bob')));
    await settle();
    act(() => result.current.reset());
    expect(result.current).toMatchObject({ state: 'idle', request: undefined, status: undefined });
    await settle();

    expect(result.current.state).toBe('idle');
    expect(statesAt(stage.bob)).toEqual(['withdrawn']);
  });

  it('a second invite() cancels the first, of which only the callbacks hear more', async () => {
    const heard: string[] = [];
    const carol = stage.network.peer('carol').afterMs(100).accepts();
    const { result } = stage.use(() =>
      useInvite({ onStatus: ({ state }, { message }) => heard.push(`${message}: ${state}`) }),
    );
    act(() => result.current.invite(requestTo('bob', { message: 'first' })));
    await settle();
    act(() => result.current.invite(requestTo('carol', { message: 'second' })));
    expect(result.current).toMatchObject({ state: 'sending', request: { message: 'second' } });
    await settle();
    expect(result.current.state).toBe('delivered');
    await settle(100);

    expect(result.current.state).toBe('accepted');
    expect(statesAt(stage.bob)).toEqual(['withdrawn']);
    expect(statesAt(carol)).toEqual(['accepted']);
    expect(heard.filter((line) => line.startsWith('first'))).toEqual([
      'first: sending',
      'first: pending',
      'first: delivered',
      'first: cancelled',
    ]);
  });

  it("with whilePending: 'ignore', a second invite() does nothing until the first has ended", async () => {
    const heard: string[] = [];
    stage.bob.afterMs(100).declines();
    const { result } = stage.use(() => useInvite({ whilePending: 'ignore' }));
    act(() => {
      result.current.invite(requestTo('bob', { message: 'first' }));
      result.current.invite(requestTo('bob', { message: 'at once' }), {
        onStatus: ({ state }) => heard.push(state),
      });
    });
    await settle();
    act(() => result.current.invite(requestTo('bob', { message: 'delivered' })));
    expect(await result.current.inviteAsync(requestTo('bob'))).toEqual({ state: 'cancelled' });
    expect(result.current).toMatchObject({ state: 'delivered', request: { message: 'first' } });
    await settle(100);
    expect(result.current.state).toBe('declined');
    expect(statesAt(stage.bob)).toEqual(['declined']);
    expect(heard).toEqual([]);

    act(() => result.current.invite(requestTo('bob', { message: 'again' })));
    await settle(200);
    expect(stage.bob.received.map(({ message }) => message)).toEqual(['first', 'again']);
  });

  it("with whilePending: 'ignore', reset() makes room for the next invitation at once", async () => {
    const { result } = stage.use(() => useInvite({ whilePending: 'ignore' }));
    act(() => {
      result.current.invite(requestTo('bob', { message: 'first' }));
      result.current.reset();
      result.current.invite(requestTo('bob', { message: 'second' }));
    });
    await settle();

    expect(result.current).toMatchObject({ state: 'delivered', request: { message: 'second' } });
  });

  it('callbacks of one call hear of that invitation only, after those of the hook', async () => {
    stage.bob.accepts();
    const carol = stage.network.peer('carol').isUnreachable();
    const heard: string[] = [];
    const { result } = stage.use(() =>
      useInvite({
        onStatus: ({ state }) => heard.push(`hook: ${state}`),
        onError: ({ code }) => heard.push(`hook: ${code}`),
      }),
    );
    act(() =>
      result.current.invite(requestTo('bob'), {
        onStatus: ({ state }) => heard.push(`call: ${state}`),
      }),
    );
    await settle();
    expect(heard.slice(-2)).toEqual(['hook: accepted', 'call: accepted']);
    expect(heard).toHaveLength(8);
    heard.length = 0;
    act(() =>
      result.current.invite(requestTo('carol'), {
        onError: ({ code }, { to }) => heard.push(`call: ${code} ${to.endpoint?.address}`),
      }),
    );
    await settle();

    expect(heard.slice(-2)).toEqual(['hook: UNREACHABLE', 'call: UNREACHABLE carol']);
    expect(heard).not.toContain('call: sending');
    expect(statesAt(carol)).not.toContain('pending');
  });

  it('callbacks of one call hear its end after it was replaced, and after its component was removed', async () => {
    const heard: string[] = [];
    const { result, unmount } = stage.use(useInvite);
    const callbacks = (name: string) => ({
      onStatus: ({ state }: InvitationStatus) => heard.push(`${name}: ${state}`),
    });
    act(() => result.current.invite(requestTo('bob'), callbacks('first')));
    await settle();
    act(() => result.current.invite(requestTo('bob'), callbacks('second')));
    await settle();
    expect(heard).toContain('first: cancelled');
    unmount();
    await settle();

    expect(heard.at(-1)).toBe('second: cancelled');
  });

  it('a callback of the hook that throws keeps nothing from the callbacks of the call and the promise', async () => {
    const thrown: unknown[] = [];
    config.onUnhandledError = (error) => thrown.push(error);
    stage.bob.accepts();
    const heard: string[] = [];
    const { result } = stage.use(() =>
      useInvite({
        onStatus: () => {
          throw new Error('a bug of the app');
        },
      }),
    );
    let ended: Promise<unknown> | undefined;
    act(() => {
      ended = result.current.inviteAsync(requestTo('bob'), {
        onStatus: ({ state }) => heard.push(state),
      });
    });
    await settle();
    config.onUnhandledError = null;

    expect(await ended).toMatchObject({ state: 'accepted' });
    expect(heard).toEqual(['sending', 'pending', 'delivered', 'accepted']);
    expect(thrown).toHaveLength(4);
  });

  it('inviteAsync() promises the final status of its own invitation', async () => {
    stage.bob.accepts('Yes');
    const { result } = stage.use(useInvite);
    let ended: unknown;
    act(() => void result.current.inviteAsync(requestTo('bob')).then((status) => (ended = status)));
    expect(result.current.state).toBe('sending');
    await settle();

    expect(ended).toMatchObject({ state: 'accepted', message: 'Yes' });
    expect(result.current.status).toBe(ended);
  });

  it.each<[string, Partial<InviteRequest>, string]>([
    ['nobody can be reached', {}, 'UNREACHABLE'],
    ['the request is wrong', { message: 'x'.repeat(256) }, 'INVALID_ARGUMENT'],
  ])('inviteAsync() rejects with a CollaborationError when %s', async (_, rest, code) => {
    stage.bob.isUnreachable();
    const { result } = stage.use(useInvite);
    let failure: unknown;
    act(
      () =>
        void result.current
          .inviteAsync(requestTo('bob', rest))
          .catch((error: unknown) => (failure = error)),
    );
    await settle();

    expect(failure).toMatchObject({ name: 'CollaborationError', code });
    expect(result.current.error).toBe(failure);
  });

  it.each<[string, (hook: RenderHookResult<UseInviteResult, unknown>) => void]>([
    ['cancelled', ({ result }) => result.current.cancel()],
    ['reset', ({ result }) => result.current.reset()],
    ['replaced', ({ result }) => result.current.invite(requestTo('carol'))],
    ['its component is removed', ({ unmount }) => unmount()],
  ])('inviteAsync() resolves with cancelled when it is %s', async (_, end) => {
    const hook = stage.use(useInvite);
    let ended: Promise<unknown> | undefined;
    act(() => {
      ended = hook.result.current.inviteAsync(requestTo('bob'));
    });
    await settle();
    act(() => end(hook));
    await settle();

    expect(await ended).toEqual({ state: 'cancelled' });
    expect(statesAt(stage.bob)).toEqual(['withdrawn']);
  });

  it('an invite() from the callback of a final status sends the next one', async () => {
    stage.bob.declines();
    const carol = stage.network.peer('carol').accepts();
    const { result } = stage.use(() => {
      const sent = useInvite({
        onStatus: ({ state }) => {
          if (state === 'declined') sent.invite(requestTo('carol'));
        },
      });
      return sent;
    });
    act(() => result.current.invite(requestTo('bob')));
    await settle();

    expect(result.current.state).toBe('accepted');
    expect([...statesAt(stage.bob), ...statesAt(carol)]).toEqual(['declined', 'accepted']);
  });

  it('an invite() from the callback of a replaced invitation is replaced in turn: one is left', async () => {
    const carol = stage.network.peer('carol');
    const dave = stage.network.peer('dave');
    const { result } = stage.use(() => {
      const sent = useInvite({
        onStatus: ({ state }, { message }) => {
          if (state === 'cancelled' && message === 'first') sent.invite(requestTo('carol'));
        },
      });
      return sent;
    });
    act(() => {
      result.current.invite(requestTo('bob', { message: 'first' }));
      result.current.invite(requestTo('dave'));
    });
    await settle();

    const pending = [stage.bob, carol, dave]
      .flatMap(statesAt)
      .filter((state) => state === 'pending');
    expect(pending).toHaveLength(1);
    expect(result.current.state).toBe('delivered');
    act(() => result.current.cancel());
    await settle();
    expect([stage.bob, carol, dave].flatMap(statesAt)).not.toContain('pending');
  });

  it('callbacks hear every status, also those that React batches away', async () => {
    const scheduler = new VirtualTimeScheduler();
    const { bob, show } = await setStage({ mode, scheduler });
    bob.accepts();
    const heard: string[] = [];
    const shown: string[] = [];
    function Probe(): null {
      const { invite, state } = useInvite({ onStatus: (status) => heard.push(status.state) });
      useEffect(() => {
        send = invite;
        shown.push(state);
      }, [invite, state]);
      return null;
    }
    let send: UseInviteResult['invite'] | undefined;
    show(<Probe />);
    shown.length = 0;
    act(() => {
      send?.(requestTo('bob'));
      scheduler.flush();
    });

    expect(heard).toEqual(['sending', 'pending', 'delivered', 'accepted']);
    expect(shown).toEqual(['accepted']);
  });

  it('calls the callbacks of the last render, and tells onError of a failure', async () => {
    const heard: string[] = [];
    stage.bob.afterMs(100).isUnreachable();
    let name = 'old';
    const { result, rerender } = stage.use(() => {
      const label = name;
      return useInvite({
        onStatus: ({ state }) => heard.push(`${label} ${state}`),
        onError: (error, { message }) =>
          heard.push(`${label} ${error.message.length > 0} ${message}`),
      });
    });
    act(() => result.current.invite(requestTo('bob', { message: 'Tea?' })));
    name = 'new';
    rerender();
    await settle(200);

    expect(heard).toEqual(['old sending', 'new pending', 'new true Tea?']);
  });

  it('goes on when a callback throws, and reports what it threw', async () => {
    const thrown: unknown[] = [];
    config.onUnhandledError = (error) => thrown.push(error);
    stage.bob.accepts();
    const failure = new Error('a bug of the app');
    const { result } = stage.use(() =>
      useInvite({
        onStatus: () => {
          throw failure;
        },
      }),
    );
    act(() => result.current.invite(requestTo('bob')));
    await settle();
    config.onUnhandledError = null;

    expect(result.current.state).toBe('accepted');
    expect(thrown).toEqual([failure, failure, failure, failure]);
  });

  it('cancels when its component is removed, and the callbacks hear of it', async () => {
    const heard: string[] = [];
    const { result, unmount } = stage.use(() =>
      useInvite({ onStatus: ({ state }) => heard.push(state) }),
    );
    act(() => result.current.invite(requestTo('bob')));
    await settle();
    unmount();
    await settle();

    expect(statesAt(stage.bob)).toEqual(['withdrawn']);
    expect(heard.at(-1)).toBe('cancelled');
    expect(heard.filter((state) => state === 'cancelled')).toHaveLength(1);
  });

  it('cancels when its component is removed before the adapter has replied', async () => {
    const { result, unmount } = stage.use(useInvite);
    act(() => result.current.invite(requestTo('bob')));
    unmount();
    await settle();

    expect(statesAt(stage.bob).filter((state) => state === 'pending')).toEqual([]);
  });

  it.each([
    [false, []],
    [true, ['pending']],
  ])(
    'sends from a component that was removed only with keepOnUnmount: %s',
    async (keepOnUnmount, there) => {
      const heard: string[] = [];
      function Probe(): null {
        const { invite } = useInvite({ keepOnUnmount, onStatus: ({ state }) => heard.push(state) });
        useEffect(() => {
          send = invite;
        }, [invite]);
        return null;
      }
      let send: UseInviteResult['invite'] | undefined;
      const { rerender } = stage.show(<Probe />);
      rerender(null);
      await settle();
      act(() => send?.(requestTo('bob')));
      await settle();

      expect(statesAt(stage.bob)).toEqual(there);
      expect(heard).toContain(keepOnUnmount ? 'delivered' : 'cancelled');
    },
  );

  it('with keepOnUnmount, leaves the invitation in flight, and the callbacks hear its end', async () => {
    stage.bob.afterMs(100).accepts();
    const heard: string[] = [];
    function Probe(): null {
      send = useInvite({ keepOnUnmount: true, onStatus: ({ state }) => heard.push(state) }).invite;
      return null;
    }
    let send: UseInviteResult['invite'] | undefined;
    const { rerender } = stage.show(<Probe />);
    act(() => send?.(requestTo('bob')));
    await settle();
    rerender(<p>gone</p>);
    await settle(100);

    expect(statesAt(stage.bob)).toEqual(['accepted']);
    expect(heard.at(-1)).toBe('accepted');
  });

  it('sends one invitation when an effect of the app calls invite() once', async () => {
    // An app that sends from an effect sends again where React runs the effect again; one rings.
    function Probe(): null {
      const { invite } = useInvite();
      useLayoutEffect(() => invite(requestTo('bob')), [invite]);
      return null;
    }
    stage.show(<Probe />);
    await settle();

    expect(statesAt(stage.bob).filter((state) => state === 'pending')).toHaveLength(1);
  });

  it('refuses invite() while its component renders for the first time', async () => {
    const thrown: unknown[] = [];
    stage.use(() => {
      const { invite, isIdle } = useInvite();
      try {
        if (isIdle && thrown.length === 0) invite(requestTo('bob'));
      } catch (error) {
        thrown.push(error);
      }
    });
    await settle();

    expect(thrown).toMatchObject([
      { message: expect.stringContaining('while rendering') as string },
    ]);
    expect(stage.bob.received).toEqual([]);
  });

  it('gives the same result object, and the same functions, while nothing changes', async () => {
    const { result, rerender } = stage.use(useInvite);
    const before = result.current;
    rerender();
    expect(result.current).toBe(before);
    act(() => result.current.invite(requestTo('bob')));
    await settle();

    const { invite, inviteAsync, cancel, reset } = result.current;
    expect(result.current).not.toBe(before);
    expect({ invite, inviteAsync, cancel, reset }).toEqual({
      invite: before.invite,
      inviteAsync: before.inviteAsync,
      cancel: before.cancel,
      reset: before.reset,
    });
  });

  it('renders once for each status, and not for the invitation of another component', async () => {
    const commits = { first: 0, second: 0 };
    const sends: Record<string, UseInviteResult['invite']> = {};
    function Probe({ name }: { readonly name: string }): null {
      const { invite } = useInvite();
      useEffect(() => {
        sends[name] = invite;
      }, [name, invite]);
      return null;
    }
    stage.bob.afterMs(100).accepts();
    stage.show(
      <>
        <Profiler id="first" onRender={() => (commits.first += 1)}>
          <Probe name="first" />
        </Profiler>
        <Profiler id="second" onRender={() => (commits.second += 1)}>
          <Probe name="second" />
        </Profiler>
      </>,
    );
    const before = { ...commits };
    act(() => sends['first']?.(requestTo('bob')));
    for (let elapsed = 0; elapsed < 200; elapsed += 1) await settle(1);

    expect(commits).toEqual({ first: before.first + 4, second: before.second });
  });

  it('cancels when the provider is removed, and when its adapter is replaced', async () => {
    const other = stage.network.join({ name: 'other' });
    await other.open();
    function Probe(): null {
      current = useInvite();
      return null;
    }
    let current: UseInviteResult | undefined;
    const at = (adapter: typeof other) => (
      <mode.Root>
        <CollaborationProvider adapter={adapter}>
          <Probe />
        </CollaborationProvider>
      </mode.Root>
    );
    const { rerender, unmount } = render(at(stage.alice));
    act(() => current?.invite(requestTo('bob')));
    await settle();
    rerender(at(other));
    await settle();
    expect(statesAt(stage.bob)).toEqual(['withdrawn']);
    expect(current?.state).toBe('cancelled');

    act(() => current?.invite(requestTo('bob')));
    await settle();
    expect(stage.bob.received.at(-1)?.from.endpoint.address).toBe('other');
    unmount();
    await settle();
    expect(statesAt(stage.bob)).toEqual(['withdrawn', 'withdrawn']);
  });
});
