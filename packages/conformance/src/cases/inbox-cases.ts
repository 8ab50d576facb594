import assert from 'node:assert/strict';
import { type Endpoint, type IncomingInvitation, incomingInvitations, invite } from '@beckon/core';
import { first, firstValueFrom, lastValueFrom, map, take, toArray } from 'rxjs';
import { type CaseContext, casesAbout } from '../conformance-case.ts';
import { later } from '../later.ts';
import type { PeerInvite } from '../harness.ts';
import { CONFORMANCE_APPLICATION_ID, fullInvitation } from '../samples.ts';
import { assertRejects } from '../sent-invitation.ts';

/** The recipient's function table, through `incomingInvitations`. Here the peer invites the adapter. */
export const inboxCases = casesAbout('inbox', [
  {
    name: 'an invitation arrives with who, what and until when',
    async check(context) {
      const invite = await invitedWith(context, fullInvitation);
      const incoming = await nextIncoming(context);
      assert.equal(incoming.applicationId, fullInvitation.applicationId);
      assert.equal(incoming.message, fullInvitation.message);
      assert.deepEqual([...(incoming.data ?? [])], [...(fullInvitation.data ?? [])]);
      assert(incoming.from.endpoint.address.length > 0);
      assert.equal(typeof incoming.from.isVerified, 'boolean');
      assert(incoming.expiresAt > 0);
      invite.cancel();
    },
  },
  {
    name: 'accept() resolves with accepted, and the sender sees it',
    async check(context) {
      const invite = await invited(context);
      const incoming = await nextIncoming(context);
      assert.equal((await incoming.accept()).state, 'accepted');
      assert.equal((await invite.outcome).state, 'accepted');
    },
  },
  {
    name: 'decline() resolves with declined, and the sender sees it with its message',
    async check(context) {
      const invite = await invited(context);
      const incoming = await nextIncoming(context);
      assert.equal((await incoming.decline('Not now')).state, 'declined');
      const outcome = await invite.outcome;
      assert.equal(outcome.state, 'declined');
      assert.equal(outcome.message, 'Not now');
    },
  },
  {
    name: 'an invitation can be answered once',
    async check(context) {
      await invited(context);
      const incoming = await nextIncoming(context);
      await incoming.accept();
      await assertRejects(() => incoming.accept(), 'CLOSED', 'a second accept()');
      await assertRejects(() => incoming.decline(), 'CLOSED', 'a decline() after accept()');
      await assertRejects(
        async () => context.adapter.inbox?.accept(incoming.id),
        'CLOSED',
        'a second inbox.accept()',
      );
    },
  },
  {
    name: 'invitations wait in the inbox while nobody is registered',
    async check(context) {
      const invites = [await invited(context), await invited(context)];
      // Another one, so that the two before have arrived when it has.
      const last = await invitedWith(context, { message: 'last' });
      await lastArrival(context, 'last');
      const waiting = await firstValueFrom(
        incomingInvitations(context.adapter).pipe(take(3), toArray()),
      );
      assert.equal(waiting.length, 3);
      for (const invite of [...invites, last]) invite.cancel();
    },
  },
  {
    name: 'each subscriber gets its own copy; what one answers the other sees as answeredElsewhere',
    async check(context) {
      await invited(context);
      const [first, second] = await Promise.all([nextIncoming(context), nextIncoming(context)]);
      assert.equal(first.id, second.id);
      const seen = later(lastValueFrom(second.status$));
      await first.accept();
      assert.equal((await seen).state, 'answeredElsewhere');
      assert.equal((await second.accept()).state, 'answeredElsewhere');
    },
  },
  {
    name: 'status$ goes from pending to what the sender is told',
    async check(context) {
      await invited(context);
      const incoming = await nextIncoming(context);
      const states = later(
        firstValueFrom(
          incoming.status$.pipe(
            map(({ state }) => state),
            toArray(),
          ),
        ),
      );
      await firstValueFrom(incoming.status$);
      await incoming.accept();
      assert.deepEqual(await states, ['pending', 'accepted']);
    },
  },
  {
    name: 'status$ can be asked after the end',
    async check(context) {
      await invited(context);
      const incoming = await nextIncoming(context);
      await incoming.accept();
      assert.equal((await lastValueFrom(incoming.status$)).state, 'accepted');
    },
  },
  {
    name: 'a cancel of the sender arrives as withdrawn, and accept() then resolves with that',
    async check(context) {
      const invite = await invited(context);
      const incoming = await nextIncoming(context);
      invite.cancel();
      assert.equal((await lastValueFrom(incoming.status$)).state, 'withdrawn');
      assert.equal((await incoming.accept()).state, 'withdrawn');
      assert.equal((await invite.outcome).state, 'cancelled');
    },
  },
  {
    name: 'an invitation that nobody answers expires at both sides',
    needs: ['carriesExpiry'],
    async check(context) {
      const invite = await invitedWith(context, { expiresInMs: context.expiryMs });
      const incoming = await nextIncoming(context);
      assert.equal((await lastValueFrom(incoming.status$)).state, 'expired');
      assert.equal((await incoming.accept()).state, 'expired');
      assert.equal((await invite.outcome).state, 'expired');
    },
  },
  {
    name: 'a peer that crashes leaves its invitations withdrawn',
    needs: ['killsPeer'],
    async check(context) {
      await invited(context);
      const incoming = await nextIncoming(context);
      await context.peer.kill?.();
      assert.equal((await lastValueFrom(incoming.status$)).state, 'withdrawn');
    },
  },
  {
    name: 'two sides that invite each other for the same application both end with accepted',
    async check(context) {
      const { adapter, peer } = context;
      const applicationId = CONFORMANCE_APPLICATION_ID;
      const mine = later(
        lastValueFrom(invite(adapter, { to: { endpoint: peer.endpoint }, applicationId })),
      );
      const theirs = await invited(context);
      assert.equal((await mine).state, 'accepted');
      assert.equal((await theirs.outcome).state, 'accepted');
    },
  },
  {
    name: 'an id that is not known is NOT_FOUND',
    async check({ adapter: { inbox } }) {
      await assertRejects(async () => inbox?.status('no such'), 'NOT_FOUND', 'status()');
      await assertRejects(async () => inbox?.accept('no such'), 'NOT_FOUND', 'accept()');
      await assertRejects(async () => inbox?.decline('no such'), 'NOT_FOUND', 'decline()');
    },
  },
  {
    name: 'the last close() completes incomingInvitations()',
    async check({ adapter }) {
      const completed = later(
        lastValueFrom(incomingInvitations(adapter), { defaultValue: undefined }),
      );
      await adapter.close();
      await completed;
    },
  },
  {
    name: 'the last close() fails what the peer has pending with UNREACHABLE',
    async check(context) {
      const invite = await invited(context);
      await nextIncoming(context);
      await context.adapter.close();
      await assertRejects(() => invite.outcome, 'UNREACHABLE', 'an invitation to a closed adapter');
    },
  },
]);

const invited = (context: CaseContext): Promise<PeerInvite> => invitedWith(context, {});

/** Lets the peer invite the adapter under test. */
async function invitedWith(
  { adapter, peer }: CaseContext,
  request: { message?: string; data?: Uint8Array; expiresInMs?: number },
): Promise<PeerInvite> {
  assert(peer.invite !== undefined, 'the inbox cases need a peer that can invite');
  const [endpoint] = ((await adapter.identity?.endpoints()) ?? []) as readonly [Endpoint?];
  assert(endpoint !== undefined, 'the inbox cases need an adapter that knows its endpoint');
  const invite = peer.invite({
    to: { endpoint },
    ...request,
    applicationId: CONFORMANCE_APPLICATION_ID,
  });
  await invite.sent;
  return invite;
}

function nextIncoming({ adapter }: CaseContext): Promise<IncomingInvitation> {
  return firstValueFrom(incomingInvitations(adapter));
}

async function lastArrival({ adapter }: CaseContext, message: string): Promise<void> {
  await firstValueFrom(
    incomingInvitations(adapter).pipe(first((incoming) => incoming.message === message)),
  );
}
