import { firstValueFrom, toArray } from 'rxjs';
import { ScriptedInbox } from '../../test/scripted-inbox.ts';
import {
  type CollaborationAdapter,
  CollaborationError,
  type IncomingInvitation,
  incomingInvitations,
} from '../index.ts';

/** Waits until all promises under way have settled. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const first = (inbox: ScriptedInbox): Promise<IncomingInvitation> =>
  firstValueFrom(incomingInvitations(inbox.adapter));

describe('incomingInvitations', () => {
  it('emits the pending invitations, then each new one, in order', async () => {
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

  it('opens a change queue for each subscription, and closes it with the subscription', async () => {
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

  it('errors with the error of inbox.changes, and closes the event', async () => {
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
    inbox.close();
    expect(await all).toEqual([]);
  });
});
