import assert from 'node:assert/strict';
import {
  type CollaborationErrorCode,
  type IncomingInvitation,
  incomingInvitations,
  invite,
  LIMITS,
} from '@beckon/core';
import type { EventHandle, InboxFailure, InboxFunctions } from '@beckon/core/adapter';
import { first, firstValueFrom, lastValueFrom, map, take, toArray } from 'rxjs';
import { assertOwnBytes, assertSameBytes } from '../assert-own-bytes.ts';
import { assertRejects } from '../assert-rejects.ts';
import type { CaseContext } from '../conformance-case.ts';
import { casesOfTable } from '../cases-of-table.ts';
import type { ConformancePeer, PeerInvite } from '../harness.ts';
import { later } from '../later.ts';
import { otherPeerOf } from '../other-peer.ts';
import { queueRules } from '../queue-rules.ts';
import { bytesOf, CONFORMANCE_APPLICATION_ID, fullInvitation, longestText } from '../samples.ts';
import { someEvent } from '../some-event.ts';
import { callsWith, wrongBytes, wrongNames, wrongTexts, wrongWords } from '../wrong-arguments.ts';

const wrongIds = wrongNames('invitation id');
const wrongMessages = wrongTexts('message', LIMITS.messageUtf16Units);
const wrongData = wrongBytes('data', LIMITS.invitationDataBytes);

const wrongReasons = wrongWords<InboxFailure>('reason');

const failures: readonly { reason: InboxFailure; code: CollaborationErrorCode }[] = [
  { reason: 'incompatible', code: 'INCOMPATIBLE' },
  { reason: 'internal', code: 'REMOTE_ERROR' },
];

/**
 * The recipient's function table, mostly through `incomingInvitations`. In these cases the peer
 * invites the adapter.
 */
export const inboxCases = casesOfTable('inbox', {
  functions: {
    changes: {
      call: (inbox, context) => inbox.changes(someEvent(context)),
      needsSignIn: false,
      wrong: { 'no event': (inbox) => inbox.changes(null as unknown as EventHandle) },
      withEvent: (inbox, _context, event) => inbox.changes(event),
    },
    status: {
      call: (inbox) => inbox.status('no such'),
      needsSignIn: false,
      wrong: callsWith(wrongIds, (id) => (inbox) => inbox.status(id)),
    },
    accept: {
      call: (inbox) => inbox.accept('no such'),
      needsSignIn: false,
      wrong: {
        ...callsWith(wrongIds, (id) => (inbox) => inbox.accept(id)),
        ...callsWith(wrongMessages, (text) => (inbox) => inbox.accept('no such', text)),
        ...callsWith(wrongData, (data) => (inbox) => inbox.accept('no such', undefined, data)),
      },
    },
    decline: {
      call: (inbox) => inbox.decline('no such'),
      needsSignIn: false,
      wrong: {
        ...callsWith(wrongIds, (id) => (inbox) => inbox.decline(id)),
        ...callsWith(wrongMessages, (text) => (inbox) => inbox.decline('no such', text)),
      },
    },
    fail: {
      call: (inbox) => inbox.fail('no such', 'internal'),
      needsSignIn: false,
      wrong: {
        ...callsWith(wrongIds, (id) => (inbox) => inbox.fail(id, 'internal')),
        ...callsWith(wrongReasons, (reason) => (inbox) => inbox.fail('no such', reason)),
      },
    },
  },
  rules: [
    ...queueRules<'inbox'>((inbox, event) => inbox.changes(event)),
    {
      name: 'an invitation arrives with its sender, its content and its expiry',
      async check(context) {
        const invite = await invitedWith(context, fullInvitation);
        const incoming = await nextIncoming(context);
        assert.equal(incoming.applicationId, fullInvitation.applicationId);
        assert.equal(incoming.message, fullInvitation.message);
        assertSameBytes(incoming.data, fullInvitation.data);
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
      name: 'decline() resolves with declined, and the sender sees it with the message',
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
      async check(context, inbox) {
        await invited(context);
        const incoming = await nextIncoming(context);
        await incoming.accept();
        await assertRejects(() => incoming.accept(), 'CLOSED', 'a second accept()');
        await assertRejects(() => incoming.decline(), 'CLOSED', 'a decline() after accept()');
        await assertRejects(() => inbox.accept(incoming.id), 'CLOSED', 'a second inbox.accept()');
      },
    },
    {
      name: 'invitations wait in the inbox while no queue is open',
      async check(context) {
        const invites = [await invited(context), await invited(context)];
        // The two invitations before have arrived when this one has.
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
      name: 'each subscriber gets its own copy, and sees answeredElsewhere when another has answered',
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
      name: 'status$ goes from pending to the status that the sender is told',
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
      name: 'status$ gives the final status after the end',
      async check(context) {
        await invited(context);
        const incoming = await nextIncoming(context);
        await incoming.accept();
        assert.equal((await lastValueFrom(incoming.status$)).state, 'accepted');
      },
    },
    {
      name: 'a cancel of the sender arrives as withdrawn, and accept() then resolves with withdrawn',
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
      name: 'an unanswered invitation expires at both sides',
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
      name: 'a crash of the peer withdraws its invitations',
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
    ...failures.map(({ reason, code }) => ({
      name: `fail() with ${reason} resolves with failed, and the sender gets ${code}`,
      async check(context: CaseContext, inbox: InboxFunctions) {
        const invite = await invited(context);
        const incoming = await nextIncoming(context);
        const seen = later(lastValueFrom(incoming.status$));
        assert.equal((await inbox.fail(incoming.id, reason)).state, 'failed');
        assert.equal((await seen).state, 'failed');
        await assertRejects(() => invite.outcome, code, 'an invitation that has failed');
        assert.equal((await incoming.accept()).state, 'failed');
      },
    })),
    {
      name: 'fail() rejects with CLOSED after an answer, and changes nothing after a cancel',
      async check(context, inbox) {
        const answered = await invited(context);
        const first = await nextIncoming(context);
        await first.accept();
        await assertRejects(
          () => inbox.fail(first.id, 'internal'),
          'CLOSED',
          'inbox.fail() after accept()',
        );
        assert.equal((await answered.outcome).state, 'accepted');
        const cancelled = await invited(context);
        const second = await nextIncoming(context);
        cancelled.cancel();
        await lastValueFrom(second.status$);
        assert.equal((await inbox.fail(second.id, 'internal')).state, 'withdrawn');
        assert.equal((await cancelled.outcome).state, 'cancelled');
      },
    },
    {
      name: 'status(), accept(), decline() and fail() reject with NOT_FOUND for an unknown id',
      async check(_context, inbox) {
        await assertRejects(() => inbox.status('no such'), 'NOT_FOUND', 'inbox.status()');
        await assertRejects(() => inbox.accept('no such'), 'NOT_FOUND', 'inbox.accept()');
        await assertRejects(() => inbox.decline('no such'), 'NOT_FOUND', 'inbox.decline()');
        await assertRejects(() => inbox.fail('no such', 'internal'), 'NOT_FOUND', 'inbox.fail()');
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
      name: 'the last close() fails the pending invitations of the peer with UNREACHABLE',
      async check(context) {
        const invite = await invited(context);
        await nextIncoming(context);
        await context.adapter.close();
        await assertRejects(
          () => invite.outcome,
          'UNREACHABLE',
          'an invitation to a closed adapter',
        );
      },
    },
    {
      name: 'the data of an invitation is a plain Uint8Array with a buffer of its own',
      async check(context) {
        const invite = await invitedWith(context, { data: bytesOf(100) });
        const { data } = await nextIncoming(context);
        assertSameBytes(data, bytesOf(100));
        assertOwnBytes(data, 'the data of an invitation');
        invite.cancel();
      },
    },
    {
      name: 'the message and data of accept() reach the sender if carriesReply is true, and else are dropped',
      async check(context) {
        const message = longestText(LIMITS.messageUtf16Units);
        const data = bytesOf(LIMITS.invitationDataBytes);
        const invite = await invited(context);
        const incoming = await nextIncoming(context);
        assert.equal((await incoming.accept(message, data)).state, 'accepted');
        const outcome = await invite.outcome;
        assert.equal(outcome.state, 'accepted');
        const { carriesReply } = context.adapter.invitations;
        assert.equal(outcome.message, carriesReply ? message : undefined);
        assertSameBytes(outcome.data, carriesReply ? data : undefined);
      },
    },
    {
      name: 'a second answer while the first is under way rejects with CLOSED',
      async check(context, inbox) {
        await invited(context);
        const { id } = await nextIncoming(context);
        const accepting = later(Promise.resolve(inbox.accept(id)));
        await assertRejects(() => inbox.accept(id), 'CLOSED', 'inbox.accept() during accept()');
        await assertRejects(() => inbox.decline(id), 'CLOSED', 'inbox.decline() during accept()');
        assert.equal((await accepting).state, 'accepted');
      },
    },
    {
      name: 'an answer that the sender has read is accepted, also when the adapter is closed at once',
      async check(context, inbox) {
        const invite = await invited(context);
        const { id } = await nextIncoming(context);
        const accepting = later(Promise.resolve(inbox.accept(id)));
        assert.equal((await invite.outcome).state, 'accepted');
        await context.adapter.close();
        assert.equal((await accepting).state, 'accepted');
      },
    },
    {
      name: 'the invitations of two peers keep their senders and their answers',
      needs: ['hasOtherPeer'],
      async check(context) {
        const other = await otherPeerOf(context);
        const invites = {
          peer: await invitedBy(context.peer, context, { message: 'peer' }),
          other: await invitedBy(other, context, { message: 'other' }),
        };
        const [byPeer, byOther] = await Promise.all([
          lastArrival(context, 'peer'),
          lastArrival(context, 'other'),
        ]);
        assert.notEqual(byPeer.id, byOther.id);
        assert.notEqual(byPeer.from.endpoint.address, byOther.from.endpoint.address);
        await byPeer.accept();
        await byOther.decline();
        assert.equal((await invites.peer.outcome).state, 'accepted');
        assert.equal((await invites.other.outcome).state, 'declined');
      },
    },
  ],
});

type Request = {
  readonly message?: string;
  readonly data?: Uint8Array;
  readonly expiresInMs?: number;
};

const invited = (context: CaseContext): Promise<PeerInvite> => invitedWith(context, {});

const invitedWith = (context: CaseContext, request: Request): Promise<PeerInvite> =>
  invitedBy(context.peer, context, request);

/** Lets another side invite the adapter under test. */
async function invitedBy(
  side: ConformancePeer,
  { adapter }: CaseContext,
  request: Request,
): Promise<PeerInvite> {
  assert(side.invite !== undefined, 'the inbox cases need a peer that can invite');
  const [endpoint] = await adapter.identity.endpoints();
  assert(endpoint !== undefined, 'the inbox cases need an adapter that knows its endpoint');
  const invite = side.invite({
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

function lastArrival({ adapter }: CaseContext, message: string): Promise<IncomingInvitation> {
  return firstValueFrom(
    incomingInvitations(adapter).pipe(first((incoming) => incoming.message === message)),
  );
}
