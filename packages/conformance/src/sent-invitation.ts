import assert from 'node:assert/strict';
import {
  type CancelReason,
  type Contact,
  type Endpoint,
  type Invitation,
  type InvitationResponse,
  isCollaborationError,
  type Unanswered,
} from '@beckon/core';
import type { EventHandle, InvitationHandle } from '@beckon/core/adapter';
import { hresultValue } from '@beckon/core/hresults';
import { concatMap, defer, filter, firstValueFrom, from, merge, of, ReplaySubject } from 'rxjs';
import type { CaseContext } from './conformance-case.ts';
import { bareInvitation } from './samples.ts';

/** An invitation that a case sends through the function table itself, below `invite`. */
export interface SentInvitation {
  readonly handle: InvitationHandle;
  /**
   * Asks for the response at each signal until there is an answer. Rejects when `response()` does.
   */
  answer: () => Promise<InvitationResponse>;
  /** Asks for the response at each signal until it is none of `unwanted`. */
  responseAfter: (...unwanted: Unanswered[]) => Promise<InvitationResponse | Unanswered>;
  response: () => Promise<InvitationResponse | Unanswered>;
  cancel: (reason?: CancelReason) => Promise<void>;
}

/** Sends an invitation. Its handle and its event are closed when the case ends. */
export async function send(
  { adapter, peer, after }: CaseContext,
  {
    invitation = bareInvitation,
    to = peer.endpoint,
    contact,
  }: { invitation?: Invitation; to?: Endpoint; contact?: Contact } = {},
): Promise<SentInvitation> {
  const event = adapter.createEvent();
  after(() => event.close());
  const signaled$ = remembered(event);
  const handle =
    contact === undefined
      ? await adapter.invitations.inviteEndpoint(to, invitation, event)
      : await adapter.invitations.inviteContact(contact, to, invitation, event);
  after(() => handle.close());

  const responseAfter: SentInvitation['responseAfter'] = (...unwanted) =>
    firstValueFrom(
      merge(of(undefined), signaled$).pipe(
        concatMap(() => defer(() => from(handle.response()))),
        filter((response) => typeof response !== 'string' || !unwanted.includes(response)),
      ),
    );
  return {
    handle,
    responseAfter,
    async answer() {
      const response = await responseAfter('pending', 'delivered');
      assert(typeof response !== 'string');
      return response;
    },
    response: async () => handle.response(),
    cancel: async (reason = 'withdrawn') => handle.cancel(reason),
  };
}

/** Waits until the sender has read the answer, and the peer has been told so. */
export async function settle<T>(
  answering: Promise<T>,
  sent: SentInvitation,
): Promise<[T, InvitationResponse]> {
  return Promise.all([answering, sent.answer()]);
}

/** Asserts that a response rejects as that of a cancelled invitation. */
export async function assertCancelled(response: Promise<unknown>): Promise<void> {
  await assert.rejects(
    response,
    (error) =>
      isCollaborationError(error) && error.hresult === hresultValue('PEER_E_INVITE_CANCELLED'),
    'response() after cancel() must reject with PEER_E_INVITE_CANCELLED',
  );
}

// An auto-reset event wakes only those who wait, and a case must not miss a signal in between.
function remembered(event: EventHandle): ReplaySubject<void> {
  const signals$ = new ReplaySubject<void>(Number.POSITIVE_INFINITY);
  event.signaled$.subscribe(signals$);
  return signals$;
}
