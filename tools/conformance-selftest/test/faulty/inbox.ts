import {
  CollaborationError,
  createGuid,
  type Inviter,
  type ReceivedInvitationStatus,
} from '@beckon/core';
import type { InboxChange } from '@beckon/core/adapter';
import { merge, NEVER } from 'rxjs';
import {
  altering,
  asView,
  type FaultyAdapters,
  instead,
  type MakeFaulty,
  withEvent,
  withInboxChanges,
  withMembers,
  withTable,
} from '../faulty-adapter.ts';
import { faultyQueues } from './queues.ts';

type State = ReceivedInvitationStatus['state'];

/** Tells one state as another. Without `to` it does not tell the change. */
const tellingInstead =
  (from: State, to: State | undefined): MakeFaulty =>
  (correct) => {
    const alterStatus = (status: ReceivedInvitationStatus): ReceivedInvitationStatus =>
      status.state === from ? { state: to ?? 'pending' } : status;
    const alterChange = (change: InboxChange): InboxChange | undefined => {
      if (change.type !== 'statusChanged' || change.status.state !== from) return change;
      return to === undefined ? undefined : { ...change, status: { state: to } };
    };
    return withTable('inbox', (inbox) => ({
      status: async (id) => alterStatus(await inbox.status(id)),
      accept: async (id) => alterStatus(await inbox.accept(id)),
    }))(withInboxChanges(alterChange)(correct));
  };

export const faultyInbox: FaultyAdapters = [
  {
    breaks: 'an invitation arrives with its sender, its content and its expiry',
    make: withInboxChanges((change) => {
      if (change.type !== 'arrived') return change;
      return { type: 'arrived', invitation: { ...change.invitation, message: 'something' } };
    }),
  },
  {
    breaks: 'accept() resolves with accepted, and the sender sees it',
    make: withTable('inbox', (correct) => ({ accept: (id) => correct.decline(id) })),
  },
  {
    breaks: 'decline() resolves with declined, and the sender sees it with the message',
    make: withTable('inbox', (correct) => ({ decline: (id) => correct.decline(id) })),
  },
  {
    breaks: 'an invitation can be answered once',
    make: withTable('inbox', (correct) => {
      const accepted = (): ReceivedInvitationStatus => ({ state: 'accepted' });
      return { accept: (id) => instead(() => correct.accept(id), 'CLOSED', accepted) };
    }),
  },
  {
    breaks: 'invitations wait in the inbox while no queue is open',
    make: withTable('inbox', (correct) => ({
      async changes(event) {
        const queue = await correct.changes(event);
        while ((await queue.next()) !== undefined);
        return queue;
      },
    })),
  },
  {
    breaks:
      'each subscriber gets its own copy, and sees answeredElsewhere when another has answered',
    make: withTable('inbox', (correct) => {
      const given = new Set<string>();
      return {
        changes: async (event) =>
          altering(await correct.changes(event), (change) => {
            if (change.type !== 'arrived') return change;
            if (given.has(change.invitation.id)) return undefined;
            given.add(change.invitation.id);
            return change;
          }),
      };
    }),
  },
  {
    breaks: 'status$ goes from pending to the status that the sender is told',
    make: tellingInstead('accepted', undefined),
  },
  {
    breaks: 'status$ gives the final status after the end',
    make: withTable('inbox', (correct) => ({
      async status(id) {
        const status = await correct.status(id);
        if (status.state === 'pending') return status;
        throw new CollaborationError('NOT_FOUND', 'forgotten');
      },
    })),
  },
  {
    breaks:
      'a cancel of the sender arrives as withdrawn, and accept() then resolves with withdrawn',
    make: tellingInstead('withdrawn', 'expired'),
  },
  {
    breaks: 'an unanswered invitation expires at both sides',
    make: tellingInstead('expired', 'withdrawn'),
  },
  {
    breaks: 'a crash of the peer withdraws its invitations',
    make: tellingInstead('withdrawn', undefined),
  },
  {
    breaks: 'two sides that invite each other for the same application both end with accepted',
    make: withTable('invitations', (correct) => ({
      // Another application, so that the two invitations do not match.
      inviteEndpoint: (endpoint, invitation, event) =>
        correct.inviteEndpoint(endpoint, { ...invitation, applicationId: createGuid() }, event),
    })),
  },
  {
    breaks: 'fail() with incompatible resolves with failed, and the sender gets INCOMPATIBLE',
    make: withTable('inbox', (correct) => ({ fail: (id) => correct.fail(id, 'internal') })),
  },
  {
    breaks: 'fail() with internal resolves with failed, and the sender gets REMOTE_ERROR',
    make: withTable('inbox', (correct) => ({
      async fail(id) {
        await correct.decline(id);
        return { state: 'failed' };
      },
    })),
  },
  {
    breaks: 'fail() rejects with CLOSED after an answer, and changes nothing after a cancel',
    make: withTable('inbox', (correct) => ({
      async fail(id, reason) {
        const status = await correct.fail(id, reason);
        return status.state === 'withdrawn' ? { state: 'failed' } : status;
      },
    })),
  },
  {
    breaks: 'status(), accept(), decline() and fail() reject with NOT_FOUND for an unknown id',
    make: withTable('inbox', (correct) => {
      const withdrawn = (): ReceivedInvitationStatus => ({ state: 'withdrawn' });
      return { decline: (id) => instead(() => correct.decline(id), 'NOT_FOUND', withdrawn) };
    }),
  },
  {
    breaks: 'the last close() completes incomingInvitations()',
    make: withEvent((correct) => ({ signaled$: merge(correct.signaled$, NEVER) })),
  },
  {
    breaks: 'the last close() fails the pending invitations of the peer with UNREACHABLE',
    make: withMembers(() => ({ close: () => Promise.resolve() })),
  },
  ...faultyQueues('inbox'),
  ...[asView, (data: Uint8Array) => Buffer.from(data)].map((alter) => ({
    breaks: 'the data of an invitation is a plain Uint8Array with a buffer of its own',
    make: withInboxChanges((change) => {
      if (change.type !== 'arrived' || change.invitation.data === undefined) return change;
      return {
        ...change,
        invitation: { ...change.invitation, data: alter(change.invitation.data) },
      };
    }),
  })),
  {
    breaks:
      'the message and data of accept() reach the sender if carriesReply is true, and else are dropped',
    make: withTable('inbox', (correct) => ({
      accept: (id, message) => correct.accept(id, message),
    })),
  },
  {
    breaks:
      'the message and data of accept() reach the sender if carriesReply is true, and else are dropped',
    make: withTable('invitations', () => ({ carriesReply: false })),
  },
  {
    breaks:
      'an answer that the sender has read is accepted, also when the adapter is closed at once',
    make: (correct) => {
      let closed = (): void => undefined;
      const closing = new Promise<never>((_, reject) => {
        closed = () => reject(new CollaborationError('CLOSED', 'inbox.accept: closed'));
      });
      closing.catch(() => undefined);
      const closingTooSoon = withMembers((adapter) => ({
        close() {
          closed();
          return adapter.close();
        },
      }))(correct);
      return withTable('inbox', (inbox) => ({
        accept: (...answer) => Promise.race([closing, inbox.accept(...answer)]),
      }))(closingTooSoon);
    },
  },
  {
    breaks: 'a second answer while the first is under way rejects with CLOSED',
    make: withTable('inbox', (correct) => {
      const answers = new Map<string, PromiseLike<ReceivedInvitationStatus>>();
      return {
        accept(id, ...reply) {
          const answer = answers.get(id) ?? correct.accept(id, ...reply);
          answers.set(id, answer);
          return answer;
        },
      };
    }),
  },
  {
    breaks: 'the invitations of two peers keep their senders and their answers',
    make: (correct) => {
      let first: Inviter | undefined;
      return withInboxChanges((change) => {
        if (change.type !== 'arrived') return change;
        first ??= change.invitation.from;
        return { ...change, invitation: { ...change.invitation, from: first } };
      })(correct);
    },
  },
];
