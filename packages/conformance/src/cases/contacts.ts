import assert from 'node:assert/strict';
import { type Contact, incomingInvitations, LIMITS } from '@beckon/core';
import type { ContactFunctions } from '@beckon/core/adapter';
import { firstValueFrom } from 'rxjs';
import { assertOwnBytes } from '../assert-own-bytes.ts';
import { assertRejects } from '../assert-rejects.ts';
import type { CaseContext } from '../conformance-case.ts';
import { casesOfTable } from '../cases-of-table.ts';
import type { PeerInvite } from '../harness.ts';
import { CONFORMANCE_APPLICATION_ID, longestText } from '../samples.ts';
import { later } from '../later.ts';
import { signedIn } from '../signed-in.ts';
import {
  callsWith,
  namelessContacts,
  wrongBytes,
  wrongNames,
  wrongTexts,
} from '../wrong-arguments.ts';

const wrongCards = {
  ...wrongTexts('card', LIMITS.cardUtf16Units),
  'an empty card': '',
  'a text that is not a card': 'not a card',
};

/**
 * The contact list. The cards are cards of the peer. Each case removes the contacts that it adds.
 */
export const contactCases = casesOfTable('contacts', {
  functions: {
    list: { call: (contacts) => contacts.list(), needsSignIn: false },
    get: {
      call: (contacts, context) => contacts.get(strangerOf(context)),
      needsSignIn: false,
      wrong: callsWith(wrongNames('peer name'), (name) => (contacts) => contacts.get(name)),
    },
    add: {
      call: (contacts) => contacts.add('not a card'),
      needsSignIn: false,
      wrong: callsWith(wrongCards, (card) => (contacts) => contacts.add(card)),
    },
    update: {
      call: (contacts, context) => contacts.update({ peerName: strangerOf(context) }),
      needsSignIn: false,
      wrong: {
        ...callsWith(namelessContacts, (contact) => (contacts) => contacts.update(contact)),
        ...callsWith(
          wrongTexts('nickname', LIMITS.contactNameUtf16Units),
          (nickname) => (contacts, context) =>
            contacts.update({ peerName: strangerOf(context), nickname }),
        ),
        ...callsWith(
          wrongTexts('display name', LIMITS.contactNameUtf16Units),
          (displayName) => (contacts, context) =>
            contacts.update({ peerName: strangerOf(context), displayName }),
        ),
        ...callsWith(
          wrongTexts('email address', LIMITS.contactNameUtf16Units),
          (emailAddress) => (contacts, context) =>
            contacts.update({ peerName: strangerOf(context), emailAddress }),
        ),
        ...callsWith(
          wrongBytes('credentials', LIMITS.contactCredentialsBytes),
          (credentials) => (contacts, context) =>
            contacts.update({ peerName: strangerOf(context), credentials }),
        ),
      },
    },
    delete: {
      call: (contacts, context) => contacts.delete(strangerOf(context)),
      needsSignIn: false,
      wrong: callsWith(wrongNames('peer name'), (name) => (contacts) => contacts.delete(name)),
    },
    export: {
      call: (contacts, context) => contacts.export(strangerOf(context)),
      needsSignIn: 'forIdentity',
      wrong: callsWith(wrongNames('peer name'), (name) => (contacts) => contacts.export(name)),
    },
    parse: {
      call: (contacts) => contacts.parse('not a card'),
      needsSignIn: false,
      wrong: callsWith(wrongCards, (card) => (contacts) => contacts.parse(card)),
    },
    endpoints: {
      call: (contacts, context) => contacts.endpoints({ peerName: strangerOf(context) }),
      needsSignIn: true,
      wrong: callsWith(namelessContacts, (contact) => (contacts) => contacts.endpoints(contact)),
    },
  },
  rules: [
    {
      name: 'parse() gives the person of a card, and stores nothing',
      async check(context, contacts) {
        await signedIn(context);
        const parsed = await contacts.parse(await cardOf(context));
        assert.equal(parsed.peerName, context.peer.contact?.peerName ?? parsed.peerName);
        assert(parsed.peerName.length > 0);
        assert.deepEqual(await contacts.list(), []);
        await assertRejects(
          () => contacts.get(parsed.peerName),
          'NOT_FOUND',
          'contacts.get() of a contact that was only parsed',
        );
      },
    },
    {
      name: 'add() stores the person of a card, and list() and get() give the contact',
      async check(context, contacts) {
        const added = await addedContact(context, contacts);
        assert.equal(added.peerName, (await contacts.parse(await cardOf(context))).peerName);
        assert.deepEqual(await contacts.get(added.peerName), added);
        assert.deepEqual(await contacts.list(), [added]);
      },
    },
    {
      name: 'add() lets the contact watch this side',
      async check(context, contacts) {
        assert.equal((await addedContact(context, contacts)).canWatchMe, true);
      },
    },
    {
      name: 'the credentials of a contact are a plain Uint8Array with a buffer of its own',
      async check(context, contacts) {
        const { peerName, credentials } = await addedContact(context, contacts);
        if (credentials === undefined) return;
        assertOwnBytes(credentials, 'the credentials of contacts.add()');
        assertOwnBytes(
          (await contacts.get(peerName)).credentials,
          'the credentials of contacts.get()',
        );
      },
    },
    {
      name: 'add() rejects with ALREADY_EXISTS for a person who is a contact already',
      async check(context, contacts) {
        await addedContact(context, contacts);
        const card = await cardOf(context);
        await assertRejects(() => contacts.add(card), 'ALREADY_EXISTS', 'a second contacts.add()');
      },
    },
    {
      name: 'update() stores the changed fields, up to the longest names',
      async check(context, contacts) {
        const added = await addedContact(context, contacts);
        const changed: Contact = {
          ...added,
          nickname: longestText(LIMITS.contactNameUtf16Units),
          displayName: longestText(LIMITS.contactNameUtf16Units),
          emailAddress: longestText(LIMITS.contactNameUtf16Units),
          isWatched: true,
          canWatchMe: true,
        };
        await contacts.update(changed);
        assert.deepEqual(await contacts.get(added.peerName), changed);
        await contacts.update({ ...changed, nickname: 'Ada', isWatched: false, canWatchMe: false });
        const { nickname, isWatched, canWatchMe } = await contacts.get(added.peerName);
        assert.deepEqual(
          [nickname, isWatched ?? false, canWatchMe ?? false],
          ['Ada', false, false],
        );
      },
    },
    {
      name: 'delete() removes the contact, and it can be added again',
      async check(context, contacts) {
        const { peerName } = await addedContact(context, contacts);
        await contacts.delete(peerName);
        assert.deepEqual(await contacts.list(), []);
        await addedContact(context, contacts);
        assert.equal((await contacts.list()).length, 1);
      },
    },
    {
      name: 'export() gives a card of the contact',
      async check(context, contacts) {
        const { peerName } = await addedContact(context, contacts);
        const card = await contacts.export(peerName);
        assert.equal((await contacts.parse(card)).peerName, peerName);
      },
    },
    {
      name: 'endpoints() gives a list for a watched contact',
      async check(context, contacts) {
        const added = await addedContact(context, contacts);
        await contacts.update({ ...added, isWatched: true });
        const endpoints = await contacts.endpoints(await contacts.get(added.peerName));
        assert(Array.isArray(endpoints));
        assert(endpoints.length <= LIMITS.endpointsPerContact);
      },
    },
    {
      name: 'get(), update(), delete() and export() reject with NOT_FOUND for a person who is not a contact',
      async check(context, contacts) {
        await signedIn(context);
        const peerName = strangerOf(context);
        for (const [what, call] of [
          ['contacts.get()', () => contacts.get(peerName)],
          ['contacts.update()', () => contacts.update({ peerName })],
          ['contacts.delete()', () => contacts.delete(peerName)],
          ['contacts.export()', () => contacts.export(peerName)],
        ] as const) {
          await assertRejects(call, 'NOT_FOUND', what);
        }
      },
    },
    {
      name: 'update() stores isBlocked',
      // Windows has no inbox, and cannot store it.
      with: ['inbox'],
      async check(context, contacts) {
        const added = await addedContact(context, contacts);
        for (const isBlocked of [true, false]) {
          await contacts.update({ ...added, isBlocked });
          assert.equal((await contacts.get(added.peerName)).isBlocked ?? false, isBlocked);
        }
      },
    },
    {
      name: 'an invitation of a blocked contact never arrives, and looks to its sender as if nobody were there',
      with: ['inbox'],
      async check(context, contacts) {
        const added = await addedContact(context, contacts);
        await contacts.update({ ...added, isBlocked: true });
        await assertBlocked(context);
        await contacts.update({ ...added, isBlocked: false });
        await assertArrives(context);
        await contacts.update({ ...added, isBlocked: true });
        await contacts.delete(added.peerName);
        await assertArrives(context);
      },
    },
  ],
});

/** Asserts that an invitation of the peer is refused, and not shown. */
async function assertBlocked(context: CaseContext): Promise<void> {
  const shown: unknown[] = [];
  const showing = incomingInvitations(context.adapter).subscribe({
    next: (incoming) => shown.push(incoming),
    error: () => undefined,
  });
  context.after(() => showing.unsubscribe());
  const invite = await inviteFromPeer(context);
  await assertRejects(() => invite.outcome, 'UNREACHABLE', 'an invitation of a blocked contact');
  assert.equal(shown.length, 0, 'the invitation of a blocked contact must not be shown');
  showing.unsubscribe();
}

/** Asserts that an invitation of the peer is shown, and can be declined. */
async function assertArrives(context: CaseContext): Promise<void> {
  const arriving = later(firstValueFrom(incomingInvitations(context.adapter)));
  const { outcome } = await inviteFromPeer(context);
  await (await arriving).decline();
  assert.equal((await outcome).state, 'declined');
}

async function inviteFromPeer({ adapter, peer }: CaseContext): Promise<PeerInvite> {
  const [endpoint] = await adapter.identity.endpoints();
  assert(endpoint !== undefined && peer.invite !== undefined, 'the peer must be able to invite');
  return peer.invite({ to: { endpoint }, applicationId: CONFORMANCE_APPLICATION_ID });
}

/** The peer name of a person whom the adapter does not know. */
function strangerOf({ stranger }: CaseContext): string {
  return stranger?.peerName ?? 'nobody';
}

async function cardOf({ peer }: CaseContext): Promise<string> {
  assert(peer.card !== undefined, 'the cases about contacts need a peer that has a card');
  return peer.card();
}

/** Signs in, and adds the peer as a contact until the case ends. */
async function addedContact(context: CaseContext, contacts: ContactFunctions): Promise<Contact> {
  await signedIn(context);
  const added = await contacts.add(await cardOf(context));
  context.after(() => Promise.resolve(contacts.delete(added.peerName)).catch(() => undefined));
  return added;
}
