import { ScriptedInbox } from '../../test/scripted-inbox.ts';
import {
  CollaborationError,
  type IncomingInvitation,
  isCollaborationError,
  pendingInvitations,
} from '../index.ts';

/** Waits until all promises under way have settled. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Records each list, and how the Observable ended. */
function record(inbox: ScriptedInbox): {
  readonly lists: (readonly string[])[];
  readonly endings: string[];
  last: readonly IncomingInvitation[];
  unsubscribe(): void;
} {
  const recorded = {
    lists: [] as (readonly string[])[],
    endings: [] as string[],
    last: [] as readonly IncomingInvitation[],
    unsubscribe: () => subscription.unsubscribe(),
  };
  const subscription = pendingInvitations(inbox.adapter).subscribe({
    next: (invitations) => {
      recorded.last = invitations;
      recorded.lists.push(invitations.map(({ id }) => id));
    },
    error: (error: unknown) => {
      recorded.endings.push(isCollaborationError(error) ? error.code : String(error));
    },
    complete: () => recorded.endings.push('complete'),
  });
  return recorded;
}

describe('pendingInvitations', () => {
  it('is empty at first, and grows by each invitation that arrives', async () => {
    const inbox = new ScriptedInbox();
    inbox.arrive('1');
    const { lists } = record(inbox);
    expect(lists).toEqual([[]]);
    await settled();
    inbox.arrive('2');
    await settled();
    expect(lists).toEqual([[], ['1'], ['1', '2']]);
  });

  it.each(['withdrawn', 'expired', 'declined', 'accepted', 'answeredElsewhere'] as const)(
    'lets go of an invitation that is %s, and keeps the others in order',
    async (state) => {
      const inbox = new ScriptedInbox();
      for (const id of ['1', '2', '3']) inbox.arrive(id);
      const { lists } = record(inbox);
      await settled();
      inbox.change('2', state);
      await settled();
      expect(lists.at(-1)).toEqual(['1', '3']);
    },
  );

  it('lets go of an invitation that is answered from the list', async () => {
    const inbox = new ScriptedInbox();
    inbox.arrive('1');
    const recorded = record(inbox);
    await settled();
    await recorded.last[0]?.accept();
    await settled();
    expect(recorded.lists.at(-1)).toEqual([]);
  });

  it('lets go of an invitation that the adapter has forgotten', async () => {
    const inbox = new ScriptedInbox();
    inbox.arrive('1');
    inbox.beforeNext = () => inbox.states.delete('1');
    const { lists, endings } = record(inbox);
    await settled();
    expect(lists.at(-1)).toEqual([]);
    expect(endings).toEqual([]);
  });

  it('has one change queue, and closes it on unsubscribe', async () => {
    const inbox = new ScriptedInbox();
    for (const id of ['1', '2', '3']) inbox.arrive(id);
    const recorded = record(inbox);
    await settled();
    expect(inbox.openQueues).toBe(1);
    recorded.unsubscribe();
    await settled();
    expect([inbox.openQueues, inbox.openEvents]).toEqual([0, 0]);
  });

  it('completes when the adapter is closed', async () => {
    const inbox = new ScriptedInbox();
    const { endings } = record(inbox);
    await settled();
    inbox.close();
    await settled();
    expect(endings).toEqual(['complete']);
  });

  it('errors when the adapter refuses', async () => {
    const inbox = new ScriptedInbox();
    inbox.refusal = new CollaborationError('NOT_INITIALIZED', 'not open');
    const { endings } = record(inbox);
    await settled();
    expect(endings).toEqual(['NOT_INITIALIZED']);
  });
});
