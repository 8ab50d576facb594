import {
  CollaborationError,
  createGuid,
  type InboxChange,
  isCollaborationError,
  type ReceivedInvitationStatus,
} from '@beckon/core';
import { merge, NEVER } from 'rxjs';
import {
  type FaultyAdapter,
  withEvent,
  withInbox,
  withInboxChanges,
  withInvitations,
  withMembers,
} from '../faulty-adapter.ts';

type State = ReceivedInvitationStatus['state'];

/** Tells every status of one kind as another, or not at all. */
const tellingInstead =
  (from: State, to: State | undefined): FaultyAdapter['make'] =>
  (correct) => {
    const alterStatus = (status: ReceivedInvitationStatus): ReceivedInvitationStatus =>
      status.state === from ? { state: to ?? 'pending' } : status;
    const alterChange = (change: InboxChange): InboxChange | undefined => {
      if (change.type !== 'statusChanged' || change.status.state !== from) return change;
      return to === undefined ? undefined : { ...change, status: { state: to } };
    };
    return withInbox((inbox) => ({
      status: async (id) => alterStatus(await inbox.status(id)),
      accept: async (id) => alterStatus(await inbox.accept(id)),
    }))(withInboxChanges(alterChange)(correct));
  };

const instead =
  (from: CollaborationError['code'], value: () => ReceivedInvitationStatus) =>
  async (reply: PromiseLike<ReceivedInvitationStatus>): Promise<ReceivedInvitationStatus> => {
    try {
      return await reply;
    } catch (error) {
      if (isCollaborationError(error, from)) return value();
      throw error;
    }
  };

const faulty: readonly FaultyAdapter[] = [
  {
    breaks: 'an invitation arrives with who, what and until when',
    make: withInboxChanges((change) => {
      if (change.type !== 'arrived') return change;
      return { type: 'arrived', invitation: { ...change.invitation, message: 'something' } };
    }),
  },
  {
    breaks: 'accept() resolves with accepted, and the sender sees it',
    make: withInbox((correct) => ({ accept: (id) => correct.decline(id) })),
  },
  {
    breaks: 'decline() resolves with declined, and the sender sees it with its message',
    make: withInbox((correct) => ({ decline: (id) => correct.decline(id) })),
  },
  {
    breaks: 'an invitation can be answered once',
    make: withInbox((correct) => {
      const accepted = instead('CLOSED', () => ({ state: 'accepted' }));
      return { accept: (id) => accepted(correct.accept(id)) };
    }),
  },
  {
    breaks: 'invitations wait in the inbox while nobody is registered',
    make: withInbox((correct) => ({
      async register(event) {
        const registration = await correct.register(event);
        while ((await registration.next()) !== undefined);
        return registration;
      },
    })),
  },
  {
    breaks:
      'each subscriber gets its own copy; what one answers the other sees as answeredElsewhere',
    make: withInbox((correct) => {
      const given = new Set<string>();
      return {
        async register(event) {
          const registration = await correct.register(event);
          return {
            close: () => registration.close(),
            async next() {
              const change = await registration.next();
              if (change?.type !== 'arrived') return change;
              if (given.has(change.invitation.id)) return undefined;
              given.add(change.invitation.id);
              return change;
            },
          };
        },
      };
    }),
  },
  {
    breaks: 'status$ goes from pending to what the sender is told',
    make: tellingInstead('accepted', undefined),
  },
  {
    breaks: 'status$ can be asked after the end',
    make: withInbox((correct) => ({
      async status(id) {
        const status = await correct.status(id);
        if (status.state === 'pending') return status;
        throw new CollaborationError('NOT_FOUND', 'forgotten');
      },
    })),
  },
  {
    breaks: 'a cancel of the sender arrives as withdrawn, and accept() then resolves with that',
    make: tellingInstead('withdrawn', 'expired'),
  },
  {
    breaks: 'an invitation that nobody answers expires at both sides',
    make: tellingInstead('expired', 'withdrawn'),
  },
  {
    breaks: 'a peer that crashes leaves its invitations withdrawn',
    make: tellingInstead('withdrawn', undefined),
  },
  {
    breaks: 'two sides that invite each other for the same application both end with accepted',
    make: withInvitations((correct) => ({
      // So that nothing matches it.
      inviteEndpoint: (endpoint, invitation, event) =>
        correct.inviteEndpoint(endpoint, { ...invitation, applicationId: createGuid() }, event),
    })),
  },
  {
    breaks: 'an id that is not known is NOT_FOUND',
    make: withInbox((correct) => {
      const withdrawn = instead('NOT_FOUND', () => ({ state: 'withdrawn' }));
      return { decline: (id) => withdrawn(correct.decline(id)) };
    }),
  },
  {
    breaks: 'the last close() completes incomingInvitations()',
    make: withEvent((correct) => ({ signaled$: merge(correct.signaled$, NEVER) })),
  },
  {
    breaks: 'the last close() fails what the peer has pending with UNREACHABLE',
    make: withMembers(() => ({ close: () => Promise.resolve() })),
  },
];

export const faultyInbox = faulty.map(({ breaks, make }) => ({ breaks: `inbox: ${breaks}`, make }));
