import assert from 'node:assert/strict';
import { invite, type InviteRequest, isCollaborationError, sendInvitation } from '@beckon/core';
import { firstValueFrom, lastValueFrom, map, toArray } from 'rxjs';
import type { CaseContext, CaseRule } from '../conformance-case.ts';
import { later } from '../later.ts';
import { CONFORMANCE_APPLICATION_ID } from '../samples.ts';

/** Core's `invite` and `sendInvitation` over the adapter. */
export const inviteRules: readonly CaseRule[] = [
  {
    name: 'invite() emits sending, pending, delivered if reportsDelivery is true, accepted, and completes',
    async check(context) {
      const states = statesOf(context);
      await (await context.peer.nextInvitation()).accept();
      const seen = await states;
      // A recipient may answer before its delivery is reported.
      assert.deepEqual(
        seen.filter((state) => state !== 'delivered'),
        ['sending', 'pending', 'accepted'],
      );
      if (!context.adapter.invitations.reportsDelivery) assert(!seen.includes('delivered'));
    },
  },
  {
    name: 'unsubscribing from invite() withdraws the invitation at the recipient',
    async check({ adapter, peer }) {
      const subscription = invite(adapter, requestTo(peer)).subscribe({ error: () => undefined });
      const received = await peer.nextInvitation();
      subscription.unsubscribe();
      assert.equal(await received.outcome(), 'withdrawn');
    },
  },
  {
    name: 'unsubscribing from invite() at once leaves nothing pending at the recipient',
    async check(context) {
      const { adapter, peer } = context;
      invite(adapter, { ...requestTo(peer), message: 'early' })
        .subscribe()
        .unsubscribe();
      const states = statesOf(context, { message: 'late' });
      let received = await peer.nextInvitation();
      if (received.message === 'early') {
        assert.equal(await received.outcome(), 'withdrawn');
        received = await peer.nextInvitation();
      }
      await received.accept();
      assert.equal((await states).at(-1), 'accepted');
    },
  },
  {
    name: 'an aborted signal ends invite() with cancelled, and withdraws the invitation at the recipient',
    async check(context) {
      const controller = new AbortController();
      const states = statesOf(context, { signal: controller.signal });
      const received = await context.peer.nextInvitation();
      controller.abort();
      assert.equal((await states).at(-1), 'cancelled');
      assert.equal(await received.outcome(), 'withdrawn');
    },
  },
  {
    name: 'expiresInMs ends invite() with expired, and the recipient can no longer accept',
    async check(context) {
      const states = statesOf(context, { expiresInMs: context.expiryMs });
      const received = await context.peer.nextInvitation();
      assert.equal((await states).at(-1), 'expired');
      assert.match(await received.outcome(), /^(expired|withdrawn)$/);
    },
  },
  {
    name: 'pollIntervalMs gets the answer without an event',
    async check(context) {
      const states = statesOf(context, { pollIntervalMs: 5 });
      await (await context.peer.nextInvitation()).accept();
      assert.equal((await states).at(-1), 'accepted');
    },
  },
  {
    name: 'invite() errors with UNREACHABLE for an empty address',
    async check(context) {
      await assert.rejects(statesOf(context, { to: { endpoint: context.nowhere } }), (error) =>
        isCollaborationError(error, 'UNREACHABLE'),
      );
    },
  },
  {
    name: 'each subscription of invite() sends one invitation',
    async check({ adapter, peer }) {
      const status$ = invite(adapter, requestTo(peer));
      const both = later(Promise.all([lastValueFrom(status$), lastValueFrom(status$)]));
      await (await peer.nextInvitation()).accept();
      await (await peer.nextInvitation()).decline();
      assert.deepEqual((await both).map(({ state }) => state).sort(), ['accepted', 'declined']);
    },
  },
  {
    name: 'sendInvitation() resolves, and the invitation arrives',
    async check({ adapter, peer }) {
      await sendInvitation(adapter, { ...requestTo(peer), message: 'no answer needed' });
      assert.equal((await peer.nextInvitation()).message, 'no answer needed');
    },
  },
];

function requestTo(peer: CaseContext['peer']): InviteRequest {
  return { to: { endpoint: peer.endpoint }, applicationId: CONFORMANCE_APPLICATION_ID };
}

function statesOf(
  { adapter, peer }: CaseContext,
  request: Partial<InviteRequest> = {},
): Promise<string[]> {
  return later(
    firstValueFrom(
      invite(adapter, { ...requestTo(peer), ...request }).pipe(
        map(({ state }) => state),
        toArray(),
      ),
    ),
  );
}
