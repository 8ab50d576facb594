import { type IncomingInvitation, incomingInvitations } from '@beckon/core';
import { invitationChannel } from '@beckon/core/channel';
import type { MockAdapter } from '@beckon/mock';
import { act } from '@testing-library/react';
import { applicationId, MODES, requestTo, setStage, settle, type Stage } from '../test/stage.tsx';
import { useChannel, useInvite, useInviteMany } from './index.ts';

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
