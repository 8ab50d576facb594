import assert from 'node:assert/strict';
import {
  type CancelReason,
  type Contact,
  type Endpoint,
  type Invitation,
  type InvitationResponse,
  LIMITS,
} from '@beckon/core';
import type { InvitationFunctions } from '@beckon/core/adapter';
import { assertOwnBytes, assertSameBytes } from '../assert-own-bytes.ts';
import { assertRejects } from '../assert-rejects.ts';
import type { CaseContext } from '../conformance-case.ts';
import { casesOfTable, type TableCall } from '../cases-of-table.ts';
import { later } from '../later.ts';
import { otherPeerOf } from '../other-peer.ts';
import { bareInvitation, bytesOf, fullInvitation, longestText } from '../samples.ts';
import { assertCancelled, send, settle } from '../sent-invitation.ts';
import {
  callsWith,
  namelessContacts,
  wrongEndpoints,
  wrongInvitations,
  wrongWords,
} from '../wrong-arguments.ts';
import { inviteRules } from './invite.ts';

/** The sender's function table, called directly and through `invite`. */
export const invitationCases = casesOfTable('invitations', {
  functions: {
    inviteEndpoint: {
      call: (invitations, { peer }) => invitations.inviteEndpoint(peer.endpoint, bareInvitation),
      needsSignIn: false,
      wrong: wrongWith((invitations, _context, endpoint, invitation) =>
        invitations.inviteEndpoint(endpoint, invitation),
      ),
      withEvent: (invitations, { peer }, event) =>
        invitations.inviteEndpoint(peer.endpoint, bareInvitation, event),
    },
    inviteContact: {
      call: (invitations, context) =>
        invitations.inviteContact(contactOf(context), context.peer.endpoint, bareInvitation),
      needsSignIn: false,
      wrong: {
        ...wrongWith((invitations, context, endpoint, invitation) =>
          invitations.inviteContact(contactOf(context), endpoint, invitation),
        ),
        ...callsWith(
          namelessContacts,
          (contact) =>
            (invitations, { peer }) =>
              invitations.inviteContact(contact, peer.endpoint, bareInvitation),
        ),
      },
      withEvent: (invitations, context, event) =>
        invitations.inviteContact(contactOf(context), context.peer.endpoint, bareInvitation, event),
    },
    sendToEndpoint: {
      call: (invitations, { peer }) => invitations.sendToEndpoint(peer.endpoint, bareInvitation),
      needsSignIn: false,
      wrong: wrongWith((invitations, _context, endpoint, invitation) =>
        invitations.sendToEndpoint(endpoint, invitation),
      ),
    },
    sendToContact: {
      call: (invitations, context) =>
        invitations.sendToContact(contactOf(context), context.peer.endpoint, bareInvitation),
      needsSignIn: false,
      wrong: {
        ...wrongWith((invitations, context, endpoint, invitation) =>
          invitations.sendToContact(contactOf(context), endpoint, invitation),
        ),
        ...callsWith(
          namelessContacts,
          (contact) =>
            (invitations, { peer }) =>
              invitations.sendToContact(contact, peer.endpoint, bareInvitation),
        ),
      },
    },
  },
  rules: [
    {
      name: 'an accepted invitation has the response accepted',
      async check(context) {
        const sent = await send(context);
        const received = await context.peer.nextInvitation();
        const [state, answer] = await settle(received.accept(), sent);
        assert.equal(answer.action, 'accepted');
        assert.equal(state, 'accepted');
      },
    },
    {
      name: 'a declined invitation has the response declined',
      async check(context) {
        const sent = await send(context);
        const received = await context.peer.nextInvitation();
        const [state, answer] = await settle(received.decline(), sent);
        assert.equal(answer.action, 'declined');
        assert.equal(state, 'declined');
      },
    },
    {
      name: 'the message of a decline reaches the sender',
      needs: ['carriesDeclineMessage'],
      async check(context) {
        const sent = await send(context);
        const received = await context.peer.nextInvitation();
        const [, answer] = await settle(received.decline('Später, Ada 🎈'), sent);
        assert.deepEqual(answer, { action: 'declined', message: 'Später, Ada 🎈' });
      },
    },
    {
      name: 'application id, the longest message and the largest data arrive intact',
      async check(context) {
        const sent = await send(context, { invitation: fullInvitation });
        const received = await context.peer.nextInvitation();
        assert.equal(received.applicationId, fullInvitation.applicationId);
        assert.equal(received.message, fullInvitation.message);
        assertSameBytes(received.data, fullInvitation.data);
        await sent.cancel();
      },
    },
    {
      name: 'an invitation without message and data arrives without them',
      async check(context) {
        const sent = await send(context);
        const received = await context.peer.nextInvitation();
        assert.equal(received.message ?? '', '');
        assert.equal(received.data?.length ?? 0, 0);
        await sent.cancel();
      },
    },
    {
      name: 'response() says pending or delivered while the recipient has not answered',
      async check(context) {
        const sent = await send(context);
        await context.peer.nextInvitation();
        assert.equal(typeof (await sent.response()), 'string');
        await sent.cancel();
      },
    },
    {
      name: 'response() says delivered once the recipient has the invitation, if reportsDelivery is true, and else never',
      async check(context) {
        const sent = await send(context);
        const received = await context.peer.nextInvitation();
        if (context.adapter.invitations.reportsDelivery) {
          assert.equal(await sent.responseAfter('pending'), 'delivered');
          await sent.cancel();
          return;
        }
        assert.equal(await sent.response(), 'pending');
        const [, response] = await Promise.all([received.accept(), sent.responseAfter('pending')]);
        assert.notEqual(response, 'delivered');
      },
    },
    {
      name: 'response() gives the same answer again',
      async check(context) {
        const sent = await send(context);
        const received = await context.peer.nextInvitation();
        const [, answer] = await settle(received.accept(), sent);
        assert.deepEqual(await sent.response(), answer);
      },
    },
    {
      name: 'response() gives the answer to an invitation without an event',
      async check({ adapter, peer, after }) {
        const handle = await adapter.invitations.inviteEndpoint(peer.endpoint, bareInvitation);
        after(() => handle.close());
        const received = await peer.nextInvitation();
        const accepting = later(received.accept());
        let response = await handle.response();
        while (typeof response === 'string') {
          await new Promise((resolve) => setTimeout(resolve, 5));
          response = await handle.response();
        }
        assert.equal(response.action, 'accepted');
        await accepting;
      },
    },
    {
      name: 'invitations that are pending together keep their own answers',
      async check(context) {
        const numbers = Array.from({ length: 50 }, (_, index) => index);
        const sendAndWait = async (index: number): Promise<string> => {
          const sent = await send(context, {
            invitation: { ...bareInvitation, message: String(index) },
          });
          return (await sent.answer()).action;
        };
        const sending = later(Promise.all(numbers.map(sendAndWait)));
        const answering = numbers.map(async () => {
          const received = await context.peer.nextInvitation();
          const isEven = Number(received.message) % 2 === 0;
          await (isEven ? received.accept() : received.decline());
        });
        await Promise.all(answering);
        assert.deepEqual(
          await sending,
          numbers.map((index) => (index % 2 === 0 ? 'accepted' : 'declined')),
        );
      },
    },
    {
      name: 'cancel() tells the recipient, and the recipient can no longer accept',
      async check(context) {
        const sent = await send(context);
        const received = await context.peer.nextInvitation();
        await sent.cancel();
        await assertCancelled(sent.response());
        assert.equal(await received.outcome(), 'withdrawn');
        assert.equal(await received.accept(), 'withdrawn');
      },
    },
    {
      name: 'cancel() after the answer changes nothing',
      async check(context) {
        const sent = await send(context);
        const received = await context.peer.nextInvitation();
        const [, answer] = await settle(received.accept(), sent);
        await sent.cancel();
        assert.deepEqual(await sent.response(), answer);
        assert.equal(await received.outcome(), 'accepted');
      },
    },
    {
      name: 'cancel() may be called twice',
      async check(context) {
        const sent = await send(context);
        await context.peer.nextInvitation();
        await Promise.all([sent.cancel(), sent.cancel()]);
        await assertCancelled(sent.response());
      },
    },
    {
      name: 'cancel() with a reason that does not exist rejects with INVALID_ARGUMENT, and cancels nothing',
      async check(context) {
        const sent = await send(context);
        const received = await context.peer.nextInvitation();
        for (const reason of Object.values(wrongWords<CancelReason>('reason'))) {
          await assertRejects(
            () => sent.handle.cancel(reason),
            'INVALID_ARGUMENT',
            `cancel() with the reason ${reason}`,
          );
        }
        const [, answer] = await settle(received.accept(), sent);
        assert.equal(answer.action, 'accepted');
      },
    },
    {
      name: 'cancel() at once leaves nothing pending at the recipient',
      async check(context) {
        const early = await send(context, { invitation: { ...bareInvitation, message: 'early' } });
        await early.cancel();
        const late = await send(context, { invitation: { ...bareInvitation, message: 'late' } });
        let received = await context.peer.nextInvitation();
        if (received.message === 'early') {
          assert.equal(await received.outcome(), 'withdrawn');
          received = await context.peer.nextInvitation();
        }
        assert.equal(received.message, 'late');
        await late.cancel();
      },
    },
    {
      name: 'both sides end alike when an answer and a cancel cross',
      needs: ['settlesCrossings'],
      async check(context) {
        for (let round = 0; round < 20; round++) {
          const sent = await send(context);
          const received = await context.peer.nextInvitation();
          const accepting = later(received.accept());
          // A different number of turns each time, so that answer and cancel cross at different
          // moments.
          for (let turn = 0; turn < round; turn++) await Promise.resolve();
          const response = await sent.response().catch(() => undefined);
          await sent.cancel();
          const final = await sent.response().catch(() => 'cancelled');
          const isAccepted = typeof final === 'object' && final.action === 'accepted';
          assert.equal(await accepting, isAccepted ? 'accepted' : 'withdrawn');
          assert.equal(await received.outcome(), isAccepted ? 'accepted' : 'withdrawn');
          if (typeof response === 'object')
            assert(isAccepted, 'response() gave an answer, and after cancel() it gave another');
        }
      },
    },
    {
      name: 'an invitation to an empty address fails with UNREACHABLE, and the event is signalled',
      async check(context) {
        const sent = await send(context, { to: context.nowhere });
        await assertRejects(() => sent.answer(), 'UNREACHABLE', 'response() for an empty address');
      },
    },
    {
      name: 'cancel() of an invitation that has failed does nothing',
      async check(context) {
        const sent = await send(context, { to: context.nowhere });
        await assertRejects(() => sent.answer(), 'UNREACHABLE', 'response() for an empty address');
        await sent.cancel();
        await assertRejects(() => sent.response(), 'UNREACHABLE', 'response() after cancel()');
      },
    },
    {
      name: 'expiresInMs ends the invitation as expired at both sides',
      needs: ['carriesExpiry'],
      async check(context) {
        const sent = await send(context, {
          invitation: { ...bareInvitation, expiresInMs: context.expiryMs },
        });
        const received = await context.peer.nextInvitation();
        assert.equal((await sent.answer()).action, 'expired');
        assert.equal(await received.outcome(), 'expired');
        assert.equal(await received.accept(), 'expired');
      },
    },
    {
      name: 'cancel() tells the recipient the reason',
      needs: ['carriesExpiry'],
      async check(context) {
        for (const [reason, outcome] of [
          ['expired', 'expired'],
          ['answeredElsewhere', 'answeredElsewhere'],
        ] as const) {
          const sent = await send(context);
          const received = await context.peer.nextInvitation();
          await sent.cancel(reason);
          assert.equal(await received.outcome(), outcome);
        }
      },
    },
    {
      name: 'sendToEndpoint() sends without a handle, and the recipient can accept',
      async check({ adapter, peer }) {
        await adapter.invitations.sendToEndpoint(peer.endpoint, bareInvitation);
        const received = await peer.nextInvitation();
        assert.equal(await received.accept(), 'accepted');
      },
    },
    {
      name: 'inviteContact() reaches a contact that proves its identity at the endpoint',
      needs: ['verifiesContacts'],
      async check(context) {
        const { contact } = context.peer;
        assert(
          contact !== undefined,
          'the harness says that contacts are verified, but gives none',
        );
        const sent = await send(context, { contact });
        const received = await context.peer.nextInvitation();
        const [, answer] = await settle(received.accept(), sent);
        assert.equal(answer.action, 'accepted');
      },
    },
    {
      name: 'inviteContact() fails with UNREACHABLE for another contact at the endpoint, and delivers nothing',
      needs: ['verifiesContacts'],
      async check(context) {
        const { stranger } = context;
        assert(stranger !== undefined, 'the harness says that contacts are verified, but has none');
        const refused = await send(context, {
          contact: stranger,
          invitation: { ...bareInvitation, message: 'for somebody else' },
        });
        await assertRejects(() => refused.answer(), 'UNREACHABLE', 'response() for a stranger');
        const sent = await send(context, {
          invitation: { ...bareInvitation, message: 'for anyone' },
        });
        assert.equal((await context.peer.nextInvitation()).message, 'for anyone');
        await sent.cancel();
      },
    },
    {
      name: 'a crash of the peer fails the pending invitations with UNREACHABLE',
      needs: ['killsPeer'],
      async check(context) {
        const sent = await send(context);
        await context.peer.nextInvitation();
        await context.peer.kill?.();
        await assertRejects(() => sent.answer(), 'UNREACHABLE', 'response() after a crash');
      },
    },
    {
      name: 'a second InvitationHandle.close() rejects with CLOSED',
      async check({ adapter, peer }) {
        const handle = await adapter.invitations.inviteEndpoint(peer.endpoint, bareInvitation);
        await handle.cancel('withdrawn');
        await handle.close();
        const message = await assertRejects(
          () => handle.close(),
          'CLOSED',
          'a second InvitationHandle.close()',
        );
        assert(message.includes('InvitationHandle.close'), `"${message}" must name the function`);
      },
    },
    {
      name: 'response() has the message and data of an accept if carriesReply is true, and else neither',
      async check(context) {
        const message = longestText(LIMITS.messageUtf16Units);
        const data = bytesOf(LIMITS.invitationDataBytes);
        const sent = await send(context);
        const received = await context.peer.nextInvitation();
        const [state, answer] = await settle(received.accept(message, data), sent);
        assert.equal(state, 'accepted');
        if (!context.adapter.invitations.carriesReply) {
          assertBareAccept(answer);
          return;
        }
        assert(answer.action === 'accepted');
        assert.equal(answer.message, message);
        assertSameBytes(answer.data, data);
        assertOwnBytes(answer.data, 'the data of a response');
      },
    },
    {
      name: 'response() has no message and no data after an accept without them',
      async check(context) {
        const sent = await send(context);
        const received = await context.peer.nextInvitation();
        const [, answer] = await settle(received.accept(), sent);
        assertBareAccept(answer);
      },
    },
    {
      name: "an invitation to the adapter's own endpoint rejects with INVALID_ARGUMENT",
      async check({ adapter: { identity, invitations } }) {
        const contact = await identity.contact();
        for (const endpoint of await identity.endpoints()) {
          for (const [what, call] of [
            ['inviteEndpoint()', () => invitations.inviteEndpoint(endpoint, bareInvitation)],
            ['sendToEndpoint()', () => invitations.sendToEndpoint(endpoint, bareInvitation)],
            ['inviteContact()', () => invitations.inviteContact(contact, endpoint, bareInvitation)],
            ['sendToContact()', () => invitations.sendToContact(contact, endpoint, bareInvitation)],
          ] as const) {
            await assertRejects(call, 'INVALID_ARGUMENT', `${what} to ${endpoint.address}`);
          }
        }
      },
    },
    {
      name: 'an invitation with a wrong argument is not sent',
      async check(context) {
        const { adapter, peer } = context;
        const refused: Invitation = {
          ...bareInvitation,
          message: 'x'.repeat(LIMITS.messageUtf16Units + 1),
        };
        const closed = adapter.createEvent();
        closed.close();
        for (const call of [
          () => adapter.invitations.inviteEndpoint(peer.endpoint, refused),
          () => adapter.invitations.sendToEndpoint(peer.endpoint, refused),
          () => adapter.invitations.inviteEndpoint(peer.endpoint, bareInvitation, closed),
        ]) {
          await assertRejects(call, 'INVALID_ARGUMENT', 'an invitation with a wrong argument');
        }
        const sent = await send(context, { invitation: { ...bareInvitation, message: 'right' } });
        assert.equal((await peer.nextInvitation()).message, 'right');
        await sent.cancel();
      },
    },
    {
      name: 'only the recipient sees an invitation',
      needs: ['hasOtherPeer'],
      async check(context) {
        const sides = [context.peer, await otherPeerOf(context)];
        // In the second round a side would read an invitation that went to the wrong side in the
        // first.
        for (const round of ['first', 'second']) {
          for (const [index, { endpoint }] of sides.entries()) {
            const message = `${round} for ${index}`;
            const sent = await send(context, {
              to: endpoint,
              invitation: { ...bareInvitation, message },
            });
            context.after(() => sent.cancel());
          }
          for (const [index, side] of sides.entries()) {
            assert.equal((await side.nextInvitation()).message, `${round} for ${index}`);
          }
        }
      },
    },
    {
      name: 'the answers of two peers do not mix',
      needs: ['hasOtherPeer'],
      async check(context) {
        const other = await otherPeerOf(context);
        const toPeer = await send(context);
        const toOther = await send(context, { to: other.endpoint });
        const [byPeer, byOther] = await Promise.all([
          context.peer.nextInvitation(),
          other.nextInvitation(),
        ]);
        const [, otherAnswer] = await settle(byOther.accept(), toOther);
        assert.equal(otherAnswer.action, 'accepted');
        assert.equal(typeof (await toPeer.response()), 'string');
        const [, answer] = await settle(byPeer.decline(), toPeer);
        assert.equal(answer.action, 'declined');
        assert.equal(await byOther.outcome(), 'accepted');
      },
    },
    ...inviteRules,
  ],
});

function contactOf({ peer }: CaseContext): Contact {
  return peer.contact ?? { peerName: 'nobody' };
}

/** Calls with a wrong endpoint, and calls with a wrong invitation. */
function wrongWith(
  call: (
    invitations: InvitationFunctions,
    context: CaseContext,
    endpoint: Endpoint,
    invitation: Invitation,
  ) => PromiseLike<unknown>,
): Readonly<Record<string, TableCall<'invitations'>>> {
  return {
    ...callsWith(
      wrongEndpoints,
      (endpoint) => (invitations, context) =>
        call(invitations, context, endpoint(context), bareInvitation),
    ),
    ...callsWith(
      wrongInvitations,
      (invitation) => (invitations, context) =>
        call(invitations, context, context.peer.endpoint, invitation),
    ),
  };
}

/** Asserts that a response says no more than `accepted`; it may name its invitation. */
function assertBareAccept(response: InvitationResponse): void {
  const ofNoInvitation = { ...response, invitationId: undefined };
  assert.deepEqual(ofNoInvitation, { action: 'accepted', invitationId: undefined });
}
