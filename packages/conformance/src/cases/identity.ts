import assert from 'node:assert/strict';
import { createGuid, incomingInvitations, LIMITS } from '@beckon/core';
import { firstValueFrom } from 'rxjs';
import { assertRejects } from '../assert-rejects.ts';
import { casesOfTable } from '../cases-of-table.ts';
import { later } from '../later.ts';
import { longestText } from '../samples.ts';
import { send } from '../sent-invitation.ts';
import { signedIn } from '../signed-in.ts';
import { callsWith, wrongTexts } from '../wrong-arguments.ts';

/**
 * The contact, card, name and endpoints of the adapter. The inbox cases show that its endpoints can
 * be reached.
 */
export const identityCases = casesOfTable('identity', {
  functions: {
    contact: { call: (identity) => identity.contact(), needsSignIn: false },
    card: { call: (identity) => identity.card(), needsSignIn: 'forIdentity' },
    endpoints: { call: (identity) => identity.endpoints(), needsSignIn: false },
    name: { call: (identity) => identity.name(), needsSignIn: 'forIdentity' },
    setName: {
      call: (identity) => identity.setName('Kitchen'),
      needsSignIn: 'forIdentity',
      wrong: callsWith(
        { ...wrongTexts('name', LIMITS.endpointNameUtf16Units), 'an empty name': '' },
        (name) => (identity) => identity.setName(name),
      ),
    },
  },
  rules: [
    {
      name: 'contact() gives the same peerName each time',
      async check(_context, identity) {
        const contact = await identity.contact();
        assert(contact.peerName.length > 0);
        assert.equal((await identity.contact()).peerName, contact.peerName);
      },
    },
    {
      name: 'endpoints() gives at least one address if reportsEndpoints is true, and else none',
      async check(_context, identity) {
        const endpoints = await identity.endpoints();
        assert.equal(endpoints.length > 0, identity.reportsEndpoints);
        assert(endpoints.every(({ address }) => address.length > 0));
      },
    },
    {
      name: 'card() gives text if the adapter makes cards, and else rejects with NOT_SUPPORTED',
      async check(context, identity) {
        await signedIn(context);
        if (!context.traits.makesCards) {
          await assertRejects(() => identity.card(), 'NOT_SUPPORTED', 'identity.card()');
          return;
        }
        const card = await identity.card();
        assert.equal(typeof card, 'string');
        assert(card.length > 0 && card.length <= LIMITS.cardUtf16Units);
      },
    },
    {
      name: 'name() gives a name before one is set',
      async check(context, identity) {
        await signedIn(context);
        const name = await identity.name();
        assert.equal(typeof name, 'string');
        assert(name.length > 0 && name.length <= LIMITS.endpointNameUtf16Units);
      },
    },
    {
      name: 'name() gives the name of setName(), up to the longest',
      async check(context, identity) {
        await signedIn(context);
        const longest = `${createGuid()}${longestText(LIMITS.endpointNameUtf16Units - 36)}`;
        for (const name of ['Küche', longest]) {
          await identity.setName(name);
          assert.equal(await identity.name(), name);
        }
      },
    },
    {
      name: 'the recipient of the next invitation sees the name of setName()',
      needs: ['hasPeerAdapter'],
      async check(context, identity) {
        const { peer } = context;
        assert(peer.adapter !== undefined, 'the harness says that the peer has an adapter');
        await signedIn(context);
        await identity.setName('Küche');
        const arriving = later(firstValueFrom(incomingInvitations(peer.adapter)));
        const sent = await send(context);
        assert.equal((await arriving).from.endpoint.name, 'Küche');
        await sent.cancel();
      },
    },
  ],
});
