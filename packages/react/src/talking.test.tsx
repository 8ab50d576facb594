import { type IncomingInvitation, incomingInvitations, inviteAsync } from '@beckon/core';
import { invitationChannel } from '@beckon/core/channel';
import type { MockAdapter } from '@beckon/mock';
import { act, render } from '@testing-library/react';
import * as React from 'react';
import { applicationId, MODES, requestTo, setStage, settle, type Stage } from '../test/stage.tsx';
import {
  CollaborationProvider,
  useChannel,
  type UseChannelResult,
  useInvite,
  useInviteMany,
  type UseInviteManyResult,
} from './index.ts';

const { Activity } = React as Partial<Pick<typeof React, 'Activity'>>;

describe.each(MODES)('useChannel, $name', (mode) => {
  let stage: Stage;
  let bob: MockAdapter;
  let accepted: IncomingInvitation;

  beforeEach(async () => {
    stage = await setStage({ mode });
    bob = stage.network.join({ name: 'robert' });
    await bob.open();
    incomingInvitations(bob).subscribe((invitation) => {
      accepted = invitation;
      void invitation.accept();
    });
  });

  it('opens once, carries messages both ways, and ends with the last component', async () => {
    const open = jest.spyOn(stage.alice.channels, 'open');
    const { result, unmount } = stage.use(() => {
      const invitation = useInvite();
      const { status } = invitation;
      const id = status?.state === 'accepted' ? status.invitationId : undefined;
      return { invitation, channel: useChannel<string>(id) };
    });
    expect(result.current.channel).toMatchObject({ state: 'waiting', value: [] });
    act(() => result.current.channel.send('too early'));
    expect(result.current.channel.sendError).toMatchObject({ code: 'CLOSED' });
    act(() => result.current.invitation.invite(requestTo('robert')));
    await settle();
    expect(result.current.invitation.state).toBe('accepted');
    act(() => result.current.channel.send('hello'));
    const atBob: unknown[] = [];
    const there = invitationChannel(bob, accepted.id);
    let isEnded = false;
    there.subscribe({ next: (message) => atBob.push(message), complete: () => (isEnded = true) });
    there.next('welcome');
    await settle(200);
    expect(result.current.channel).toMatchObject({
      state: 'open',
      value: ['welcome'],
      sendError: undefined,
    });
    expect(atBob).toEqual(['hello']);
    expect(open).toHaveBeenCalledTimes(1);
    unmount();
    await settle(2_000);
    expect(isEnded).toBe(true);
  });

  /** The id of an invitation of Alice that Robert has accepted. */
  async function acceptedId(): Promise<string> {
    const accepting = inviteAsync(stage.alice, requestTo('robert'));
    await settle();
    const status = await accepting;
    return status.state === 'accepted' ? status.invitationId! : '';
  }

  it('components that show it share it, and each renders for what it selects only', async () => {
    const id = await acceptedId();
    const open = jest.spyOn(stage.alice.channels, 'open');
    let badges = 0;
    let channel: UseChannelResult<string, readonly string[]> | undefined;
    function List(): React.ReactNode {
      const shown = useChannel<string>(id);
      React.useEffect(() => {
        channel = shown;
      }, [shown]);
      return `[${shown.value.join()}]`;
    }
    function Badge(): React.ReactNode {
      badges += 1;
      const { value } = useChannel(id, { select: (messages: readonly unknown[]) => messages[0] });
      return String(value);
    }
    const { container, rerender } = stage.show(
      <>
        <List />
        <Badge />
      </>,
    );
    const there = invitationChannel<string>(bob, accepted.id);
    const toAlice = there.subscribe();
    there.next('one');
    await settle();
    expect(container.textContent).toBe('[one]one');
    const before = { badges, channel };
    there.next('two');
    await settle();
    expect(container.textContent).toBe('[one,two]one');
    expect(badges).toBe(before.badges);
    expect(channel?.value).not.toBe(before.channel?.value);
    expect(channel?.send).toBe(before.channel?.send);
    rerender(<Badge />);
    await settle();
    expect(container.textContent).toBe('one');
    expect(open).toHaveBeenCalledTimes(1);
    toAlice.unsubscribe();
  });

  it('what is sent after the end is an error, and nothing comes after reopen()', async () => {
    const id = await acceptedId();
    const { result } = stage.use(() => useChannel<string>(id));
    const first = invitationChannel(bob, accepted.id).subscribe();
    await settle();
    first.unsubscribe();
    await settle();
    expect(result.current).toMatchObject({ state: 'ended', isEnded: true, isOpen: false });
    act(() => result.current.send('too late'));
    expect(result.current.sendError).toMatchObject({ code: 'CLOSED' });

    const received: unknown[] = [];
    act(() => result.current.reopen());
    const second = invitationChannel(bob, accepted.id).subscribe((message) =>
      received.push(message),
    );
    await settle();
    act(() => result.current.send('in time'));
    await settle();
    expect(result.current).toMatchObject({ isOpen: true, sendError: undefined });
    expect(received).toEqual(['in time']);
    second.unsubscribe();
  });

  it('what cannot be sent is told, and the channel goes on', async () => {
    const id = await acceptedId();
    const { result } = stage.use(() => useChannel(id));
    const there = invitationChannel(bob, accepted.id).subscribe();
    await settle();
    act(() => result.current.send('x'.repeat(2_000_000)));
    expect(result.current).toMatchObject({
      state: 'open',
      sendError: { code: 'INVALID_ARGUMENT' },
    });
    act(() => result.current.send('x'));
    expect(result.current.sendError).toBeUndefined();
    there.unsubscribe();
  });

  it('says NOT_FOUND of an invitation that was not accepted', async () => {
    const { result } = stage.use(() => useChannel('b3c6ae05-8cbd-4b62-b7ab-f4a4b4f0f0c1'));
    await settle();
    expect(result.current).toMatchObject({ state: 'error', error: { code: 'NOT_FOUND' } });
  });

  if (Activity !== undefined) {
    it('hiding a component closes nothing; shown again, it has what came; removing it closes', async () => {
      const id = await acceptedId();
      function Messages(): React.ReactNode {
        const { state, value } = useChannel<string>(id);
        return <p>{`${state} ${value.join()}`}</p>;
      }
      const at = (mode: 'visible' | 'hidden') => (
        <Activity mode={mode}>
          <Messages />
        </Activity>
      );
      const { container, rerender } = stage.show(at('visible'));
      let isEnded = false;
      const there = invitationChannel<string>(bob, accepted.id);
      there.subscribe({ complete: () => (isEnded = true) });
      await settle();
      rerender(at('hidden'));
      await settle();
      there.next('hello');
      await settle(2_000);
      expect(isEnded).toBe(false);
      rerender(at('visible'));
      await settle();
      expect(container.textContent).toBe('open hello');
      rerender(at('hidden'));
      await settle();
      rerender(null);
      await settle(2_000);
      expect(isEnded).toBe(true);
    });
  }

  it('tells an end of the peer from its loss', async () => {
    const { result } = stage.use(() => {
      const invitation = useInvite();
      const { status } = invitation;
      const id = status?.state === 'accepted' ? status.invitationId : undefined;
      return { invitation, channel: useChannel(id) };
    });
    act(() => result.current.invitation.invite(requestTo('robert')));
    await settle();
    const there = invitationChannel(bob, accepted.id);
    const subscription = there.subscribe();
    await settle();
    expect(result.current.channel.state).toBe('open');
    subscription.unsubscribe();
    await settle(200);
    expect(result.current.channel.state).toBe('ended');
    act(() => result.current.channel.reopen());
    const again = invitationChannel(bob, accepted.id).subscribe({ error: () => undefined });
    await settle(200);
    expect(result.current.channel.state).toBe('open');
    stage.network.crash('robert');
    await settle(200);
    expect(result.current.channel).toMatchObject({
      state: 'lost',
      error: { code: 'UNREACHABLE' },
    });
    again.unsubscribe();
  });
});

describe.each(MODES)('useInviteMany, $name', (mode) => {
  it('sends once, follows each, and withdraws with the component', async () => {
    const stage = await setStage({ mode });
    stage.network.peer('carol').accepts();
    const dave = stage.network.peer('dave').ignores();
    const { result, unmount } = stage.use(useInviteMany);
    expect(result.current).toMatchObject({ isPending: false, error: undefined });
    const recipients = ['carol', 'dave'].map((address) => ({ endpoint: { address } }));
    act(() => result.current.inviteMany(recipients, { applicationId }));
    await settle();
    expect([...result.current.statuses.values()]).toMatchObject([
      { state: 'accepted' },
      { state: 'delivered' },
    ]);
    expect(result.current.isPending).toBe(true);
    expect(dave.received).toHaveLength(1);
    unmount();
    await settle();
    expect(dave.received.map(({ status }) => status.state)).toEqual(['withdrawn']);
  });

  const to = (...names: string[]) => names.map((address) => ({ endpoint: { address } }));

  it('withdraw() takes back what is not answered, and a second call what the first has sent', async () => {
    const stage = await setStage({ mode });
    stage.network.peer('carol').accepts();
    const dave = stage.network.peer('dave').ignores();
    const { result } = stage.use(useInviteMany);
    const before = result.current;
    act(() => result.current.inviteMany(to('carol', 'dave'), { applicationId }));
    await settle();
    act(() => result.current.inviteMany(to('dave'), { applicationId }));
    await settle();
    expect(dave.received.map(({ status }) => status.state)).toEqual(['withdrawn', 'pending']);
    expect([...result.current.statuses.values()]).toMatchObject([{ state: 'delivered' }]);
    act(() => result.current.withdraw());
    await settle();
    expect(dave.received.map(({ status }) => status.state)).toEqual(['withdrawn', 'withdrawn']);
    expect([...result.current.statuses.values()]).toEqual([{ state: 'cancelled' }]);
    expect(result.current.isPending).toBe(false);
    expect(result.current.inviteMany).toBe(before.inviteMany);
  });

  it('a removed component sends nothing, and another adapter withdraws what was sent', async () => {
    const { network, alice } = await setStage({ mode });
    const other = network.join({ name: 'other' });
    await other.open();
    const dave = network.peer('dave').ignores();
    let inviteMany: UseInviteManyResult['inviteMany'] = () => undefined;
    function Page(): React.ReactNode {
      const many = useInviteMany();
      React.useEffect(() => {
        inviteMany = many.inviteMany;
      }, [many.inviteMany]);
      return [...many.statuses.values()].map((status) => 'state' in status && status.state);
    }
    const at = (adapter: MockAdapter, page: React.ReactNode) => (
      <mode.Root>
        <CollaborationProvider adapter={adapter}>{page}</CollaborationProvider>
      </mode.Root>
    );
    const { container, rerender } = render(at(alice, <Page />));
    act(() => inviteMany(to('dave'), { applicationId }));
    await settle();
    expect(container.textContent).toBe('delivered');
    rerender(at(other, <Page />));
    await settle();
    expect(container.textContent).toBe('cancelled');
    rerender(at(other, null));
    await settle();
    inviteMany(to('dave'), { applicationId });
    await settle();
    expect(dave.received.map(({ status }) => status.state)).toEqual(['withdrawn']);
  });

  it('says why nothing was sent', async () => {
    const stage = await setStage({ mode });
    const { result } = stage.use(useInviteMany);
    act(() => result.current.inviteMany([], { applicationId }));
    expect(result.current).toMatchObject({
      isPending: false,
      error: { code: 'INVALID_ARGUMENT' },
    });
  });
});
