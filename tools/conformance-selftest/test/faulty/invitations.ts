import {
  type CancelReason,
  CollaborationError,
  type Invitation,
  type InvitationHandle,
  type InvitationResponse,
  type Unanswered,
} from '@beckon/core';
import { errorFromHresult, hresultValue } from '@beckon/core/hresults';
import { NEVER } from 'rxjs';
import { type FaultyAdapter, withEvent, withHandle, withInvitations } from '../faulty-adapter.ts';

type Response = InvitationResponse | Unanswered;

const alteringResponses = (alter: (response: Response) => Response): FaultyAdapter['make'] =>
  withHandle((correct) => ({ response: async () => alter(await correct.response()) }));

const alteringInvitations = (
  alter: (invitation: Invitation) => Invitation,
): FaultyAdapter['make'] =>
  withInvitations((correct) => ({
    inviteEndpoint: (endpoint, invitation, event) =>
      correct.inviteEndpoint(endpoint, alter(invitation), event),
  }));

const hidingFailures = withHandle((correct) => ({
  response: async () => Promise.resolve(correct.response()).catch((): Response => 'pending'),
}));

const cancelled = (): CollaborationError =>
  errorFromHresult('response', hresultValue('PEER_E_INVITE_CANCELLED'));

/** Says that it has cancelled, and has not. */
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

const needingAnEvent = withInvitations((correct) => ({
  async inviteEndpoint(endpoint, invitation, event) {
    if (event === undefined) throw new CollaborationError('NOT_SUPPORTED', 'an event, please');
    return correct.inviteEndpoint(endpoint, invitation, event);
  },
}));

/** One handle for all: the second invitation is never sent. */
const sharingHandles = withInvitations((correct) => {
  let shared: PromiseLike<InvitationHandle> | undefined;
  return {
    inviteEndpoint: (endpoint, invitation, event) =>
      (shared ??= correct.inviteEndpoint(endpoint, invitation, event)),
  };
});

/** Forgets to cancel what is not delivered yet. */
const cancellingLateOnly = withHandle((correct) => ({
  async cancel(reason: CancelReason) {
    const response = await Promise.resolve(correct.response()).catch(() => undefined);
    if (response !== 'pending') await correct.cancel(reason);
  },
}));

const faulty: readonly FaultyAdapter[] = [
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
    breaks: 'response() says that there is none while the recipient has not answered',
    make: alteringResponses((it) => (typeof it === 'string' ? { action: 'declined' } : it)),
  },
  {
    breaks:
      'response() says delivered, once the recipient has it, exactly from adapters that report delivery',
    make: alteringResponses((it) => (it === 'delivered' ? 'pending' : it)),
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
    breaks: 'an invitation without an event can be asked for its response',
    make: needingAnEvent,
  },
  {
    breaks: 'invitations that are pending together keep their own answers',
    make: sharingHandles,
  },
  { breaks: 'cancel() tells the recipient, which can no longer accept', make: cancellingNothing },
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
    breaks: 'cancel() at once leaves nothing pending at the recipient',
    make: cancellingNothing,
  },
  {
    breaks: 'when an answer and a cancel cross, both sides end with the same',
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
    breaks: 'an endpoint where nobody is fails with UNREACHABLE, and signals the event',
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
  {
    breaks: 'an address that cannot be parsed is refused with INVALID_ARGUMENT',
    make: withInvitations((correct) => ({
      inviteEndpoint: (_endpoint, invitation, event) =>
        correct.inviteEndpoint({ address: 'nobody' }, invitation, event),
    })),
  },
  { breaks: 'expiresInMs ends it as expired at both sides', make: withoutExpiry },
  {
    breaks: 'cancel() tells the recipient why',
    make: withHandle((correct: InvitationHandle) => ({
      cancel: () => correct.cancel('withdrawn'),
    })),
  },
  {
    breaks: 'sendToEndpoint() sends without a handle, and the recipient can accept',
    make: withInvitations(() => ({ sendToEndpoint: () => Promise.resolve() })),
  },
  {
    breaks: 'inviteContact() reaches a contact that proves to be there',
    make: withInvitations(() => ({
      inviteContact: () => Promise.reject(new CollaborationError('NOT_SUPPORTED', 'no contacts')),
    })),
  },
  {
    breaks: 'inviteContact() to somebody else fails with UNREACHABLE, and delivers nothing',
    make: withInvitations((correct) => ({
      inviteContact: (_contact, ...rest) => correct.inviteEndpoint(...rest),
    })),
  },
  {
    breaks: 'a peer that crashes fails its pending invitations with UNREACHABLE',
    make: hidingFailures,
  },
  {
    breaks:
      'invite() emits sending, pending, delivered where it can be known, accepted, and completes',
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
    breaks: 'an aborted signal ends invite() with cancelled, and withdraws at the recipient',
    make: cancellingNothing,
  },
  {
    breaks: 'expiresInMs ends invite() with expired, and the recipient can no longer accept',
    make: (correct) => cancellingNothing(withoutExpiry(correct)),
  },
  { breaks: 'pollIntervalMs gets the answer without an event', make: needingAnEvent },
  { breaks: 'invite() errors with UNREACHABLE where nobody is', make: hidingFailures },
  { breaks: 'each subscription of invite() sends one invitation', make: sharingHandles },
  {
    breaks: 'sendInvitation() resolves when it has been taken, and it arrives',
    make: withInvitations(() => ({ sendToEndpoint: () => Promise.resolve() })),
  },
];

export const faultyInvitations = faulty.map(({ breaks, make }) => ({
  breaks: `invitations: ${breaks}`,
  make,
}));

function isAnswer(response: Response, action: InvitationResponse['action']): boolean {
  return typeof response !== 'string' && response.action === action;
}
