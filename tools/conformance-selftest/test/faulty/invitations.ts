import {
  type CancelReason,
  CollaborationError,
  type Invitation,
  type InvitationResponse,
  type Unanswered,
} from '@beckon/core';
import type { InvitationHandle } from '@beckon/core/adapter';
import { errorFromHresult, hresultValue } from '@beckon/core/hresults';
import { NEVER } from 'rxjs';
import {
  asView,
  type FaultyAdapters,
  instead,
  type MakeFaulty,
  withEvent,
  withHandle,
  withTable,
} from '../faulty-adapter.ts';

type Response = InvitationResponse | Unanswered;

const alteringResponses = (alter: (response: Response) => Response): MakeFaulty =>
  withHandle((correct) => ({ response: async () => alter(await correct.response()) }));

const alteringInvitations = (alter: (invitation: Invitation) => Invitation): MakeFaulty =>
  withTable('invitations', (correct) => ({
    inviteEndpoint: (endpoint, invitation, event) =>
      correct.inviteEndpoint(endpoint, alter(invitation), event),
  }));

const hidingFailures = withHandle((correct) => ({
  response: async () => Promise.resolve(correct.response()).catch((): Response => 'pending'),
}));

const cancelled = (): CollaborationError =>
  errorFromHresult('response', hresultValue('PEER_E_INVITE_CANCELLED'));

/** Reports a cancel without cancelling. */
const cancellingNothing = withHandle((correct) => {
  let isCancelled = false;
  return {
    async response() {
      if (isCancelled) throw cancelled();
      return correct.response();
    },
    async cancel() {
      isCancelled = true;
    },
  };
});

const withoutExpiry = alteringInvitations(({ expiresInMs: _dropped, ...invitation }) => invitation);

const needingAnEvent = withTable('invitations', (correct) => ({
  async inviteEndpoint(endpoint, invitation, event) {
    if (event === undefined)
      throw new CollaborationError('NOT_SUPPORTED', 'inviteEndpoint needs an event');
    return correct.inviteEndpoint(endpoint, invitation, event);
  },
}));

/** Gives one handle for all invitations: the second one is never sent. */
const sharingHandles = withTable('invitations', (correct) => {
  let shared: PromiseLike<InvitationHandle> | undefined;
  return {
    inviteEndpoint: (endpoint, invitation, event) =>
      (shared ??= correct.inviteEndpoint(endpoint, invitation, event)),
  };
});

/** Does not cancel an invitation before its delivery. */
const cancellingLateOnly = withHandle((correct) => ({
  async cancel(reason: CancelReason) {
    const response = await Promise.resolve(correct.response()).catch(() => undefined);
    if (response !== 'pending') await correct.cancel(reason);
  },
}));

export const faultyInvitations: FaultyAdapters = [
  {
    breaks: 'an accepted invitation has the response accepted',
    make: alteringResponses((it) => (isAnswer(it, 'accepted') ? { action: 'declined' } : it)),
  },
  {
    breaks: 'a declined invitation has the response declined',
    make: alteringResponses((it) => (isAnswer(it, 'declined') ? { action: 'accepted' } : it)),
  },
  {
    breaks: 'the message of a decline reaches the sender',
    make: alteringResponses((it) => (isAnswer(it, 'declined') ? { action: 'declined' } : it)),
  },
  {
    breaks: 'application id, the longest message and the largest data arrive intact',
    make: alteringInvitations(({ data, ...rest }) => ({
      ...rest,
      ...(data === undefined ? {} : { data: data.subarray(0, 4096) }),
    })),
  },
  {
    breaks: 'an invitation without message and data arrives without them',
    make: alteringInvitations((it) => ({ ...it, message: it.message ?? 'undefined' })),
  },
  {
    // A response structure of zeros reads as declined.
    breaks: 'response() says pending or delivered while the recipient has not answered',
    make: alteringResponses((it) => (typeof it === 'string' ? { action: 'declined' } : it)),
  },
  {
    breaks:
      'response() says delivered once the recipient has the invitation, if reportsDelivery is true, and else never',
    make: alteringResponses((it) => (it === 'delivered' ? 'pending' : it)),
  },
  {
    breaks:
      'response() says delivered once the recipient has the invitation, if reportsDelivery is true, and else never',
    over: 'sparse',
    make: alteringResponses((it) => (it === 'pending' ? 'delivered' : it)),
  },
  {
    breaks: 'response() gives the same answer again',
    make: withHandle((correct) => {
      let isRead = false;
      return {
        async response() {
          const response = isRead ? 'pending' : await correct.response();
          isRead = typeof response !== 'string';
          return response;
        },
      };
    }),
  },
  {
    breaks: 'response() gives the answer to an invitation without an event',
    make: needingAnEvent,
  },
  {
    breaks: 'invitations that are pending together keep their own answers',
    make: sharingHandles,
  },
  {
    breaks: 'cancel() tells the recipient, and the recipient can no longer accept',
    make: cancellingNothing,
  },
  {
    breaks: 'cancel() after the answer changes nothing',
    make: withHandle((correct) => {
      let isCancelled = false;
      return {
        async response() {
          if (isCancelled) throw cancelled();
          return correct.response();
        },
        async cancel(reason) {
          isCancelled = true;
          await correct.cancel(reason);
        },
      };
    }),
  },
  {
    breaks: 'cancel() may be called twice',
    make: withHandle((correct) => {
      let isCancelled = false;
      return {
        async cancel(reason) {
          if (isCancelled) throw cancelled();
          isCancelled = true;
          await correct.cancel(reason);
        },
      };
    }),
  },
  {
    breaks:
      'cancel() with a reason that does not exist rejects with INVALID_ARGUMENT, and cancels nothing',
    make: withHandle((correct) => ({
      cancel: (reason) =>
        instead(
          () => correct.cancel(reason),
          'INVALID_ARGUMENT',
          () => undefined,
        ),
    })),
  },
  {
    breaks:
      'cancel() with a reason that does not exist rejects with INVALID_ARGUMENT, and cancels nothing',
    make: withHandle((correct) => ({
      async cancel(reason) {
        await correct.cancel('withdrawn');
        await correct.cancel(reason);
      },
    })),
  },
  {
    breaks: 'cancel() at once leaves nothing pending at the recipient',
    make: cancellingNothing,
  },
  {
    breaks: 'both sides end alike when an answer and a cancel cross',
    make: withHandle((correct) => {
      let isCancelled = false;
      return {
        async response() {
          if (!isCancelled) return correct.response();
          // Reads the answer, which confirms it to the recipient, and says something else.
          await correct.response();
          throw cancelled();
        },
        async cancel() {
          isCancelled = true;
        },
      };
    }),
  },
  {
    breaks: 'an invitation to an empty address fails with UNREACHABLE, and the event is signalled',
    make: hidingFailures,
  },
  {
    breaks: 'cancel() of an invitation that has failed does nothing',
    make: withHandle((correct) => ({
      async cancel() {
        await correct.response();
      },
    })),
  },
  { breaks: 'expiresInMs ends the invitation as expired at both sides', make: withoutExpiry },
  {
    breaks: 'cancel() tells the recipient the reason',
    make: withHandle((correct: InvitationHandle) => ({
      cancel: () => correct.cancel('withdrawn'),
    })),
  },
  {
    breaks: 'sendToEndpoint() sends without a handle, and the recipient can accept',
    make: withTable('invitations', () => ({ sendToEndpoint: () => Promise.resolve() })),
  },
  {
    breaks: 'inviteContact() reaches a contact that proves its identity at the endpoint',
    make: withTable('invitations', () => ({
      inviteContact: () => Promise.reject(new CollaborationError('NOT_SUPPORTED', 'no contacts')),
    })),
  },
  {
    breaks:
      'inviteContact() fails with UNREACHABLE for another contact at the endpoint, and delivers nothing',
    make: withTable('invitations', (correct) => ({
      inviteContact: (_contact, ...rest) => correct.inviteEndpoint(...rest),
    })),
  },
  {
    breaks: 'a crash of the peer fails the pending invitations with UNREACHABLE',
    make: hidingFailures,
  },
  {
    breaks:
      'invite() emits sending, pending, delivered if reportsDelivery is true, accepted, and completes',
    make: withEvent(() => ({ signaled$: NEVER })),
  },
  {
    breaks: 'unsubscribing from invite() withdraws the invitation at the recipient',
    make: cancellingNothing,
  },
  {
    breaks: 'unsubscribing from invite() at once leaves nothing pending at the recipient',
    make: cancellingLateOnly,
  },
  {
    breaks:
      'an aborted signal ends invite() with cancelled, and withdraws the invitation at the recipient',
    make: cancellingNothing,
  },
  {
    breaks: 'expiresInMs ends invite() with expired, and the recipient can no longer accept',
    make: (correct) => cancellingNothing(withoutExpiry(correct)),
  },
  { breaks: 'pollIntervalMs gets the answer without an event', make: needingAnEvent },
  { breaks: 'invite() errors with UNREACHABLE for an empty address', make: hidingFailures },
  { breaks: 'each subscription of invite() sends one invitation', make: sharingHandles },
  {
    breaks: 'sendInvitation() resolves, and the invitation arrives',
    make: withTable('invitations', () => ({ sendToEndpoint: () => Promise.resolve() })),
  },
  {
    breaks: 'a second InvitationHandle.close() rejects with CLOSED',
    make: withHandle((correct) => ({
      close: () =>
        instead(
          () => correct.close(),
          'CLOSED',
          () => undefined,
        ),
    })),
  },
  ...[
    (it: InvitationResponse): InvitationResponse => ({ action: it.action }),
    (it: InvitationResponse): InvitationResponse =>
      it.action === 'accepted' && it.data !== undefined ? { ...it, data: asView(it.data) } : it,
    (it: InvitationResponse): InvitationResponse =>
      it.action === 'accepted' && it.data !== undefined
        ? { ...it, data: Buffer.from(it.data) }
        : it,
  ].map((alter) => ({
    breaks:
      'response() has the message and data of an accept if carriesReply is true, and else neither',
    make: alteringResponses((it) => (typeof it === 'string' ? it : alter(it))),
  })),
  {
    breaks:
      'response() has the message and data of an accept if carriesReply is true, and else neither',
    over: 'sparse',
    make: withTable('invitations', () => ({ carriesReply: true })),
  },
  {
    breaks: 'response() has no message and no data after an accept without them',
    make: alteringResponses((it) =>
      typeof it !== 'string' && it.action === 'accepted' ? { ...it, message: 'Yes' } : it,
    ),
  },
  {
    breaks: "an invitation to the adapter's own endpoint rejects with INVALID_ARGUMENT",
    make: withTable('invitations', (correct) => ({
      inviteContact: (contact, endpoint, invitation, event) =>
        instead(
          () => correct.inviteContact(contact, endpoint, invitation, event),
          'INVALID_ARGUMENT',
          () => correct.inviteContact(contact, { address: 'nobody' }, invitation, event),
        ),
    })),
  },
  {
    breaks: 'an invitation with a wrong argument is not sent',
    make: withTable('invitations', (correct) => ({
      async inviteEndpoint(endpoint, invitation, event) {
        // Checks the event only after the invitation was sent.
        if (event !== undefined) await correct.sendToEndpoint(endpoint, invitation);
        return correct.inviteEndpoint(endpoint, invitation, event);
      },
    })),
  },
  {
    breaks: 'only the recipient sees an invitation',
    make: withTable('invitations', (correct) => ({
      async inviteEndpoint(endpoint, invitation, event) {
        await correct.sendToEndpoint({ address: 'bob' }, invitation);
        return correct.inviteEndpoint(endpoint, invitation, event);
      },
    })),
  },
  {
    breaks: 'the answers of two peers do not mix',
    make: (correct) => {
      let last: InvitationResponse | undefined;
      return withHandle(({ response }) => ({
        async response() {
          const own = await response();
          if (typeof own !== 'string') last = own;
          return last ?? own;
        },
      }))(correct);
    },
  },
];

function isAnswer(response: Response, action: InvitationResponse['action']): boolean {
  return typeof response !== 'string' && response.action === action;
}
