import { type IncomingInvitation, type InvitationStatus, invite } from '@beckon/core';
import { act } from '@testing-library/react';
import { Subject } from 'rxjs';
import { applicationId, MODES, setStage, settle, type Stage } from '../test/stage.tsx';
import { useAnswer, useIncomingInvitations } from './index.ts';

describe.each(MODES)('useAnswer, $name', (mode) => {
  let stage: Stage;
  let heard: string[];
  beforeEach(async () => {
    stage = await setStage({ mode });
    heard = [];
  });

  /** Carol invites the one whose page is rendered. */
  async function carolInvites(message = 'Tea') {
    const carol = stage.network.join({ name: `carol/${message}` });
    await carol.open();
    const statuses: InvitationStatus[] = [];
    const sent = invite(carol, {
      to: { endpoint: stage.alice.endpoint },
      applicationId,
      message,
    }).subscribe((status) => statuses.push(status));
    await settle();
    return { statuses, sent };
  }

  const openInbox = () =>
    stage.use(() => ({
      invitations: useIncomingInvitations().value,
      answer: useAnswer({
        onEnd: ({ state }, { message }) => heard.push(`${message} ${state}`),
        onError: ({ code }, { message }) => heard.push(`${message} ${code}`),
      }),
    }));

  it('is idle at first', () => {
    expect(openInbox().result.current.answer).toMatchObject({
      state: 'idle',
      isIdle: true,
      invitation: undefined,
      status: undefined,
      error: undefined,
    });
  });

  it.each(['accept', 'decline'] as const)(
    '%s() answers once, however often it is called, and what was answered stays shown',
    async (kind) => {
      const { result } = openInbox();
      const { statuses } = await carolInvites();
      const [invitation] = result.current.invitations;
      act(() => {
        for (let click = 0; click < 3; click += 1) {
          result.current.answer[kind](invitation as IncomingInvitation);
        }
      });
      expect(result.current.answer).toMatchObject({
        state: 'pending',
        isPending: true,
        invitation,
      });
      await settle();
      act(() => result.current.answer.accept(invitation as IncomingInvitation));
      await settle();

      const state = `${kind.replace(/e$/, '')}ed`;
      expect(result.current.answer).toMatchObject({ state, invitation, error: undefined });
      expect(result.current.invitations).toEqual([]);
      expect(heard).toEqual([`Tea ${state}`]);
      expect(statuses.at(-1)?.state).toBe(state);
    },
  );

  it('carries a message and data to the sender', async () => {
    const { result } = openInbox();
    const { statuses } = await carolInvites();
    const [invitation] = result.current.invitations;
    act(() => result.current.answer.accept(invitation!, 'Yes', new Uint8Array([7])));
    await settle();

    expect(statuses.at(-1)).toMatchObject({ message: 'Yes', data: new Uint8Array([7]) });
  });

  it('says that the sender has taken the invitation back', async () => {
    const { result } = openInbox();
    const { sent } = await carolInvites();
    const [invitation] = result.current.invitations;
    sent.unsubscribe();
    act(() => result.current.answer.accept(invitation!));
    await settle();

    expect(result.current.answer).toMatchObject({ state: 'withdrawn', isWithdrawn: true });
  });

  it('is shared under a provider: another component that answers the same does nothing', async () => {
    const { result } = stage.use(() => ({
      invitations: useIncomingInvitations().value,
      first: useAnswer(),
      second: useAnswer(),
    }));
    await carolInvites();
    const [invitation] = result.current.invitations;
    act(() => {
      result.current.first.accept(invitation!);
      result.current.second.decline(invitation!);
    });
    await settle();

    expect(result.current.first.state).toBe('accepted');
    expect(result.current.second.state).toBe('idle');
  });

  it('has the error of a failed answer, which may be given again', async () => {
    const { result } = openInbox();
    const { statuses } = await carolInvites();
    const [invitation] = result.current.invitations;
    act(() => result.current.answer.accept(invitation!, 'x'.repeat(256)));
    await settle();
    expect(result.current.answer).toMatchObject({
      state: 'error',
      isError: true,
      error: { name: 'CollaborationError', code: 'INVALID_ARGUMENT' },
    });
    act(() => result.current.answer.accept(invitation!));
    await settle();

    expect(heard).toEqual(['Tea INVALID_ARGUMENT', 'Tea accepted']);
    expect(result.current.answer).toMatchObject({ state: 'accepted', error: undefined });
    expect(statuses.at(-1)?.state).toBe('accepted');
  });

  it('shows the last answer, and the callbacks hear of each', async () => {
    const { result } = openInbox();
    await carolInvites('Tea');
    await carolInvites('Cake');
    const [tea, cake] = result.current.invitations;
    act(() => {
      result.current.answer.accept(tea!);
      result.current.answer.decline(cake!);
    });
    await settle();

    expect(result.current.answer).toMatchObject({ state: 'declined', invitation: cake });
    expect(heard.sort()).toEqual(['Cake declined', 'Tea accepted']);
  });

  it('tells the callbacks of the end after its component was removed', async () => {
    const { result, unmount } = openInbox();
    const { statuses } = await carolInvites();
    act(() => result.current.answer.accept(result.current.invitations[0]!));
    unmount();
    await settle();

    expect(heard).toEqual(['Tea accepted']);
    expect(statuses.at(-1)?.state).toBe('accepted');
  });

  it('reset() is idle at once, and takes no answer back', async () => {
    const { result } = openInbox();
    const { statuses } = await carolInvites();
    act(() => {
      result.current.answer.accept(result.current.invitations[0]!);
      result.current.answer.reset();
    });
    expect(result.current.answer.state).toBe('idle');
    await settle();

    expect(result.current.answer.state).toBe('idle');
    expect(statuses.at(-1)?.state).toBe('accepted');
  });

  it('refuses to answer while its component renders for the first time', () => {
    const thrown: unknown[] = [];
    const invitation = { accept: () => new Subject() } as unknown as IncomingInvitation;
    stage.use(() => {
      const { accept, isIdle } = useAnswer();
      try {
        if (isIdle && thrown.length === 0) accept(invitation);
      } catch (error) {
        thrown.push(error);
      }
    });

    expect(thrown).toMatchObject([
      { message: expect.stringContaining('while rendering') as string },
    ]);
  });
});
