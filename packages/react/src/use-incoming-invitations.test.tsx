import { type IncomingInvitation, invite } from '@beckon/core';
import type { MockAdapter } from '@beckon/mock';
import { act, render } from '@testing-library/react';
import { lastValueFrom } from 'rxjs';
import { Profiler, type ReactNode, useEffect } from 'react';
import { MODES, requestTo, setStage, settle, type Stage } from '../test/stage.tsx';
import { CollaborationProvider, useIncomingInvitations } from './index.ts';

describe.each(MODES)('useIncomingInvitations, $name', (mode) => {
  let stage: Stage;
  let carol: MockAdapter;

  beforeEach(async () => {
    stage = await setStage({ mode });
    carol = stage.network.join({ name: 'carol' });
    await carol.open();
  });

  /** Carol invites Alice; returns the states she sees, and what takes it back. */
  function carolInvites(message: string, expiresInMs = 60_000) {
    const states: string[] = [];
    const subscription = invite(carol, requestTo('alice', { message, expiresInMs })).subscribe({
      next: ({ state }) => states.push(state),
      error: () => states.push('error'),
    });
    return { states, withdraw: () => subscription.unsubscribe() };
  }

  const messagesOf = (invitations: readonly IncomingInvitation[]) =>
    invitations.map(({ message }) => message);

  it('lists what can be answered, the oldest first, also what came before', async () => {
    carolInvites('first');
    await settle();
    const { result } = stage.use(useIncomingInvitations);
    expect(result.current).toMatchObject({ value: [], error: undefined });
    await settle();
    carolInvites('second');
    await settle();

    expect(messagesOf(result.current.value)).toEqual(['first', 'second']);
    expect(result.current).toMatchObject({ state: 'active', isActive: true, isError: false });
  });

  it('accept() and decline() answer, and the invitation leaves the list', async () => {
    const first = carolInvites('first');
    const second = carolInvites('second');
    const { result } = stage.use(useIncomingInvitations);
    await settle();
    const answers = Promise.all([
      result.current.value[0]?.accept(),
      result.current.value[1]?.decline('Later'),
    ]);
    await settle();

    expect(await answers).toEqual([{ state: 'accepted' }, { state: 'declined' }]);
    expect(result.current.value).toEqual([]);
    expect([first.states.at(-1), second.states.at(-1)]).toEqual(['accepted', 'declined']);
  });

  it('accept() carries a message and data back to the sender', async () => {
    const answer = lastValueFrom(invite(carol, requestTo('alice')));
    const { result } = stage.use(useIncomingInvitations);
    await settle();
    const accepting = result.current.value[0]?.accept('Coming', Uint8Array.of(1, 2));
    await settle();

    expect(await accepting).toEqual({ state: 'accepted' });
    expect(await answer).toMatchObject({
      state: 'accepted',
      message: 'Coming',
      data: Uint8Array.of(1, 2),
    });
  });

  it('drops invitations that are withdrawn or expire', async () => {
    const first = carolInvites('first');
    carolInvites('second', 200);
    const { result } = stage.use(useIncomingInvitations);
    await settle();
    first.withdraw();
    await settle();
    expect(messagesOf(result.current.value)).toEqual(['second']);
    await settle(200);

    expect(result.current.value).toEqual([]);
  });

  it('drops an invitation that the adapter has forgotten, and goes on', async () => {
    stage.network.inject({ type: 'reject', call: 'inbox.status', code: 'NOT_FOUND', times: 1 });
    const { result } = stage.use(useIncomingInvitations);
    carolInvites('forgotten');
    await settle();
    expect(result.current).toMatchObject({ state: 'active', value: [] });
    carolInvites('second');
    await settle();

    expect(messagesOf(result.current.value)).toEqual(['second']);
  });

  it('opens one change queue for all components, also when effects run twice, and ends with the last', async () => {
    const changes = jest.spyOn(stage.alice.inbox, 'changes');
    const createEvent = jest.spyOn(stage.alice, 'createEvent');
    function Inbox(): ReactNode {
      return messagesOf(useIncomingInvitations().value).join();
    }
    carolInvites('hello');
    const { rerender, container } = stage.show(
      <>
        <Inbox />
        <Inbox />
      </>,
    );
    await settle();
    expect(container.textContent).toBe('hellohello');
    expect(changes).toHaveBeenCalledTimes(1);
    rerender(null);
    await settle();

    const event = createEvent.mock.results[0]?.value as ReturnType<MockAdapter['createEvent']>;
    const ended = jest.fn();
    event.signaled$.subscribe({ complete: ended });
    expect(ended).toHaveBeenCalledTimes(1);
  });

  it('begins anew, with an empty list, after nobody has looked for a while', async () => {
    const lengths: number[] = [];
    function Inbox(): null {
      lengths.push(useIncomingInvitations().value.length);
      return null;
    }
    const { withdraw } = carolInvites('first');
    const { rerender } = stage.show(<Inbox />);
    await settle();
    expect(lengths.at(-1)).toBe(1);
    rerender(null);
    await settle();
    withdraw();
    await settle();
    lengths.length = 0;
    rerender(<Inbox />);
    await settle();

    expect(new Set(lengths)).toEqual(new Set([0]));
  });

  it('renders a component again only when what it selects has changed', async () => {
    let commits = 0;
    function Badge(): ReactNode {
      const { value } = useIncomingInvitations({ select: ({ length }) => length > 0 });
      return value ? 'new' : 'none';
    }
    const { container } = stage.show(
      <Profiler id="badge" onRender={() => (commits += 1)}>
        <Badge />
      </Profiler>,
    );
    await settle();
    const before = commits;
    carolInvites('first');
    await settle();
    carolInvites('second');
    await settle();

    expect(container.textContent).toBe('new');
    expect(commits).toBe(before + 1);
  });

  it('says NOT_SUPPORTED of an adapter without inbox, and keeps the empty list', async () => {
    const { use } = await setStage({
      mode,
      adapter: ({ inbox: _inbox, ...adapter }) => ({
        ...adapter,
        name: 'windows',
        open: async () => undefined,
        close: async () => undefined,
        createEvent: () => {
          throw new Error('not to be called');
        },
      }),
    });
    const { result } = use(useIncomingInvitations);
    await settle();

    expect(result.current).toMatchObject({
      state: 'error',
      isError: true,
      value: [],
      error: { code: 'NOT_SUPPORTED' },
    });
  });

  it('says NOT_INITIALIZED of an adapter that is not open, and tries again when mounted again', async () => {
    const dave = stage.network.join({ name: 'dave' });
    const at = (content: ReactNode) => (
      <mode.Root>
        <CollaborationProvider adapter={dave}>{content}</CollaborationProvider>
      </mode.Root>
    );
    function State(): ReactNode {
      const { state, error } = useIncomingInvitations();
      return `${state} ${(error as { code?: string } | undefined)?.code ?? ''}`;
    }
    const { container, rerender } = render(at(<State />));
    await settle();
    expect(container.textContent).toBe('error NOT_INITIALIZED');
    rerender(at(null));
    await act(() => dave.open());
    rerender(at(<State />));
    await settle();

    expect(container.textContent).toBe('active ');
  });

  it('is complete, with an empty list, when the adapter is closed', async () => {
    carolInvites('hello');
    const { result } = stage.use(useIncomingInvitations);
    await settle();
    await act(() => stage.alice.close());
    await settle();

    expect(result.current).toMatchObject({ state: 'complete', isComplete: true, value: [] });
  });

  it('restart() opens a change queue again after the adapter was closed and opened, once for all components', async () => {
    const changes = jest.spyOn(stage.alice.inbox, 'changes');
    let restart: () => void = () => undefined;
    function Inbox(): ReactNode {
      const inbox = useIncomingInvitations();
      useEffect(() => {
        restart = inbox.restart;
      }, [inbox.restart]);
      return ` ${inbox.state} ${messagesOf(inbox.value).join()}`;
    }
    const { container } = stage.show(
      <>
        <Inbox />
        <Inbox />
      </>,
    );
    await settle();
    await act(() => stage.alice.close());
    await act(() => stage.alice.open());
    carolInvites('hello');
    await settle();
    expect(container.textContent).toBe(' complete  complete ');
    act(() => {
      restart();
      restart();
    });
    await settle();

    expect(container.textContent).toBe(' active hello active hello');
    expect(changes).toHaveBeenCalledTimes(2);
  });

  it('restart() tries again after an error', async () => {
    await stage.alice.close();
    const { result } = stage.use(useIncomingInvitations);
    await settle();
    expect(result.current).toMatchObject({ state: 'error', error: { code: 'NOT_INITIALIZED' } });
    act(() => result.current.restart());
    await settle();
    expect(result.current).toMatchObject({ state: 'error', error: { code: 'NOT_INITIALIZED' } });
    await act(() => stage.alice.open());
    act(() => result.current.restart());
    await settle();

    expect(result.current).toMatchObject({ state: 'active', error: undefined });
  });
});
