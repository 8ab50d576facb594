import { firstValueFrom, lastValueFrom, mergeMap, take, toArray } from 'rxjs';
import { ScriptedInbox } from '../../test/scripted-inbox.ts';
import { CollaborationError, type IncomingInvitation, incomingInvitations } from '../index.ts';

/** Waits until all promises under way have settled. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const first = (inbox: ScriptedInbox): Promise<IncomingInvitation> =>
  firstValueFrom(incomingInvitations(inbox.adapter));

describe('IncomingInvitation', () => {
  async function arrived(): Promise<{ inbox: ScriptedInbox; incoming: IncomingInvitation }> {
    const inbox = new ScriptedInbox();
    inbox.arrive('1');
    return { inbox, incoming: await first(inbox) };
  }

  it('can be answered after the stream has been left', async () => {
    const { inbox, incoming } = await arrived();
    await settled();
    expect(inbox.openQueues).toBe(0);
    expect(await incoming.accept()).toEqual({ state: 'accepted' });
  });

  it('emits its status from pending to the end, and completes', async () => {
    const { inbox, incoming } = await arrived();
    const states = firstValueFrom(incoming.status$.pipe(toArray()));
    await settled();
    inbox.change('1', 'withdrawn');
    expect(await states).toEqual([{ state: 'pending' }, { state: 'withdrawn' }]);
    await settled();
    expect([inbox.openQueues, inbox.openEvents]).toEqual([0, 0]);
  });

  it('misses no change between the question and the first signal', async () => {
    const { inbox, incoming } = await arrived();
    inbox.isSlow = true;
    const last = lastValueFrom(incoming.status$);
    inbox.change('1', 'expired');
    inbox.opened$.next();
    expect(await last).toEqual({ state: 'expired' });
  });

  it('misses no end that comes before the arrival has been read', async () => {
    const { inbox, incoming } = await arrived();
    inbox.beforeNext = () => {
      if (inbox.states.get('1') === 'pending') inbox.change('1', 'withdrawn');
    };
    expect(await lastValueFrom(incoming.status$)).toEqual({ state: 'withdrawn' });
  });

  it('emits the end to a later subscriber', async () => {
    const { inbox, incoming } = await arrived();
    inbox.change('1', 'withdrawn');
    expect(await lastValueFrom(incoming.status$)).toEqual({ state: 'withdrawn' });
  });

  it('shares one change queue between the stream and every status$', async () => {
    const inbox = new ScriptedInbox();
    inbox.arrive('1');
    inbox.arrive('2');
    const states: string[] = [];
    incomingInvitations(inbox.adapter)
      .pipe(mergeMap(({ status$ }) => status$))
      .subscribe(({ state }) => states.push(state));
    await settled();
    inbox.change('2', 'withdrawn');
    await settled();
    expect(states).toEqual(['pending', 'pending', 'withdrawn']);
    expect(inbox.calls).toEqual(['changes']);
  });

  it('is answered once', async () => {
    const { incoming } = await arrived();
    await incoming.accept();
    await expect(incoming.accept()).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(incoming.decline()).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('resolves with the end that came before the answer', async () => {
    const { inbox, incoming } = await arrived();
    inbox.change('1', 'withdrawn');
    expect(await incoming.accept()).toEqual({ state: 'withdrawn' });
  });

  it('is answeredElsewhere for another subscriber', async () => {
    const inbox = new ScriptedInbox();
    inbox.arrive('1');
    const [here, there] = [await first(inbox), await first(inbox)];
    const seen = firstValueFrom(there.status$.pipe(take(2), toArray()));
    await settled();
    await here.decline('no');
    expect(await seen).toEqual([{ state: 'pending' }, { state: 'answeredElsewhere' }]);
    expect(await there.accept()).toEqual({ state: 'answeredElsewhere' });
    expect(await lastValueFrom(here.status$)).toEqual({ state: 'declined' });
  });

  it('rejects with CLOSED when the adapter is closed before the sender has the answer', async () => {
    const { inbox, incoming } = await arrived();
    inbox.states.set('1', 'accepted');
    const accepting = incoming.accept();
    inbox.states.clear();
    await expect(accepting).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('carries a message of up to 255 units with a decline', async () => {
    const { inbox, incoming } = await arrived();
    await expect(incoming.decline('x'.repeat(256))).rejects.toThrow(RangeError);
    await incoming.decline('x'.repeat(255));
    expect(inbox.calls).toContain(`decline ${'x'.repeat(255)}`);
  });

  it('has a status$ that errors when the adapter has forgotten it', async () => {
    const { inbox, incoming } = await arrived();
    inbox.states.clear();
    await expect(lastValueFrom(incoming.status$)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  describe('while the answer of another subscriber is under way', () => {
    async function twoWindows(): Promise<{
      inbox: ScriptedInbox;
      here: IncomingInvitation;
      there: IncomingInvitation;
    }> {
      const inbox = new ScriptedInbox();
      inbox.arrive('1');
      inbox.isHolding = true;
      return { inbox, here: await first(inbox), there: await first(inbox) };
    }

    it.each([
      ['accepted', 'answeredElsewhere'],
      ['declined', 'answeredElsewhere'],
      ['withdrawn', 'withdrawn'],
      ['expired', 'expired'],
    ] as const)(
      'waits until the invitation is %s, and resolves with %s',
      async (decision, seen) => {
        const { inbox, here, there } = await twoWindows();
        const answers = [here.accept(), there.decline()];
        const onSettled = jest.fn();
        void Promise.race(answers).then(onSettled, onSettled);
        await settled();
        expect(onSettled).not.toHaveBeenCalled();
        inbox.decide('1', decision);
        expect(await Promise.all(answers)).toEqual([{ state: decision }, { state: seen }]);
        await settled();
        expect([inbox.openQueues, inbox.openEvents]).toEqual([0, 0]);
      },
    );

    it('rejects with CLOSED when the adapter is closed before the end is known', async () => {
      const { inbox, here, there } = await twoWindows();
      const answers = Promise.allSettled([here.accept(), there.accept()]);
      await settled();
      inbox.close();
      expect(await answers).toMatchObject([
        { reason: { code: 'CLOSED' } },
        { reason: { code: 'CLOSED' } },
      ]);
    });

    it('resolves with answeredElsewhere also when the status comes before the refusal', async () => {
      const { inbox, here } = await twoWindows();
      const states: string[] = [];
      here.status$.subscribe(({ state }) => states.push(state));
      const accepting = here.accept();
      await settled();
      inbox.change('1', 'accepted');
      await settled();
      expect(states).toEqual(['pending']);
      inbox.replyToAnswer('1', new CollaborationError('CLOSED', 'another was first'));
      expect(await accepting).toEqual({ state: 'answeredElsewhere' });
      expect(states).toEqual(['pending', 'answeredElsewhere']);
    });
  });
});
