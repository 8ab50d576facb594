import { firstValueFrom, lastValueFrom, mergeMap, take, toArray } from 'rxjs';
import { ScriptedInbox } from '../../test/scripted-inbox.ts';
import {
  type CollaborationAdapter,
  CollaborationError,
  type IncomingInvitation,
  incomingInvitations,
} from '../index.ts';

/** Lets everything that is under way in promises come to rest. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const first = (inbox: ScriptedInbox): Promise<IncomingInvitation> =>
  firstValueFrom(incomingInvitations(inbox.adapter));

describe('incomingInvitations', () => {
  it('emits what is pending already, then what arrives, in order', async () => {
    const inbox = new ScriptedInbox();
    inbox.arrive('1');
    const ids: string[] = [];
    incomingInvitations(inbox.adapter).subscribe(({ id }) => ids.push(id));
    await settled();
    inbox.arrive('2');
    inbox.arrive('3');
    await settled();
    expect(ids).toEqual(['1', '2', '3']);
  });

  it('emits nothing on a signal without a change', async () => {
    const inbox = new ScriptedInbox();
    const onNext = jest.fn();
    incomingInvitations(inbox.adapter).subscribe(onNext);
    await settled();
    inbox.signal();
    inbox.signal();
    await settled();
    expect(onNext).not.toHaveBeenCalled();
  });

  it('registers for each subscription, and releases it with the last subscriber', async () => {
    const inbox = new ScriptedInbox();
    const incoming$ = incomingInvitations(inbox.adapter);
    expect(inbox.calls).toEqual([]);
    const subscriptions = [incoming$.subscribe(), incoming$.subscribe()];
    await settled();
    expect(inbox.openQueues).toBe(2);
    for (const subscription of subscriptions) subscription.unsubscribe();
    await settled();
    expect([inbox.openQueues, inbox.openEvents]).toEqual([0, 0]);
  });

  it('closes a queue that comes after the unsubscribe', async () => {
    const inbox = new ScriptedInbox();
    inbox.isSlow = true;
    incomingInvitations(inbox.adapter).subscribe().unsubscribe();
    inbox.opened$.next();
    await settled();
    expect(inbox.calls).toEqual(['changes', 'close']);
    expect(inbox.openEvents).toBe(0);
  });

  it('errors with what register() rejects with, and closes the event', async () => {
    const inbox = new ScriptedInbox();
    inbox.refusal = new CollaborationError('SERVICE_UNAVAILABLE', 'gone');
    await expect(first(inbox)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(inbox.openEvents).toBe(0);
  });

  it('errors with NOT_SUPPORTED when the adapter has no inbox', async () => {
    const adapter: CollaborationAdapter = { ...new ScriptedInbox().adapter, inbox: undefined };
    await expect(firstValueFrom(incomingInvitations(adapter))).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
    });
  });

  it('completes when the adapter closes its events', async () => {
    const inbox = new ScriptedInbox();
    const all = firstValueFrom(incomingInvitations(inbox.adapter).pipe(toArray()));
    await settled();
    inbox.closeEvents();
    expect(await all).toEqual([]);
  });
});

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

  it('tells its status from pending to the end, and completes', async () => {
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

  it('misses no end that comes before the arrival has been taken', async () => {
    const { inbox, incoming } = await arrived();
    inbox.beforeNext = () => {
      if (inbox.states.get('1') === 'pending') inbox.change('1', 'withdrawn');
    };
    expect(await lastValueFrom(incoming.status$)).toEqual({ state: 'withdrawn' });
  });

  it('tells the end to those who ask later', async () => {
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

  it('resolves with what came first', async () => {
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

  it('takes a message with a decline, up to 255 units', async () => {
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
});
