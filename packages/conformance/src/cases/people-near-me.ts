import assert from 'node:assert/strict';
import {
  type ChangeType,
  type CollaborationAdapter,
  createGuid,
  type PersonNearMe,
} from '@beckon/core';
import { assertRejects } from '../assert-rejects.ts';
import { casesOfTable } from '../cases-of-table.ts';
import { eventsOf } from '../changes-of.ts';
import { peerAdapterOf } from '../channel-sides.ts';
import type { CaseContext } from '../conformance-case.ts';
import { otherPeerOf } from '../other-peer.ts';
import { signedIn } from '../signed-in.ts';
import { signIn, tableOf } from '../watch.ts';

/** The people near this side. A case with people needs a peer on the same subnet. */
export const peopleNearMeCases = casesOfTable('peopleNearMe', {
  functions: {
    list: { call: (peopleNearMe) => peopleNearMe.list(), needsSignIn: true },
  },
  rules: [
    {
      name: 'list() gives a list when signed in near me',
      async check(context, peopleNearMe) {
        await signedIn(context, 'nearMe');
        assert(Array.isArray(await peopleNearMe.list()));
      },
    },
    {
      name: 'list() rejects with NOT_SIGNED_IN when signed in to the internet scope only',
      with: ['visibility'],
      async check(context, peopleNearMe) {
        await signedIn(context, 'internet');
        await assertRejects(
          () => peopleNearMe.list(),
          'NOT_SIGNED_IN',
          'peopleNearMe.list() when signed in for contacts only',
        );
      },
    },
    {
      name: 'a peer that signs in near me comes, changes its name, and goes when it signs out',
      with: ['events'],
      needs: ['hasPeerAdapter', 'seesPeerNearMe'],
      async check(context) {
        const { adapter: watcher } = context;
        await assertComesAndGoes(context, watcher, peerAdapterOf(context));
      },
    },
    {
      name: 'this side comes near a peer when it signs in, changes its name, and goes when it signs out',
      with: ['events'],
      needs: ['hasPeerAdapter', 'seesPeerNearMe'],
      async check(context) {
        await assertComesAndGoes(context, peerAdapterOf(context), context.adapter);
      },
    },
    {
      name: "list() has neither this side nor a peer that is signed in to 'internet' only",
      with: ['events', 'visibility'],
      needs: ['hasPeerAdapter', 'hasOtherPeer', 'seesPeerNearMe'],
      async check(context, peopleNearMe) {
        const { adapter } = context;
        const far = await named(peerAdapterOf(context));
        await signIn(context, peerAdapterOf(context), 'internet');
        const own = await named(adapter);
        await signIn(context, adapter, 'nearMe');
        const events = await peopleEvents(context, adapter);
        const { adapter: other } = await otherPeerOf(context);
        assert(other !== undefined, 'the harness says that peers have an adapter');
        const near = await named(other);
        await signIn(context, other, 'nearMe');
        await events.next('added', near);
        const people = await peopleNearMe.list();
        assert.equal(people.filter((person) => isNamed(person, near)).length, 1);
        assert(!people.some((person) => isNamed(person, far) || isNamed(person, own)));
      },
    },
    {
      name: 'a peer is not near any more after its adapter was closed',
      with: ['events'],
      needs: ['hasPeerAdapter', 'seesPeerNearMe'],
      async check(context) {
        const { adapter } = context;
        const watcher = peerAdapterOf(context);
        await signIn(context, watcher, 'nearMe');
        const events = await peopleEvents(context, watcher);
        const name = await named(adapter);
        await signIn(context, adapter, 'nearMe');
        await events.next('added', name);
        await adapter.close();
        await events.next('deleted', name);
      },
    },
  ],
});

/** Asserts that one side sees the other come near, take another name, and go. */
async function assertComesAndGoes(
  context: CaseContext,
  watcher: CollaborationAdapter,
  other: CollaborationAdapter,
): Promise<void> {
  await signIn(context, watcher, 'nearMe');
  const events = await peopleEvents(context, watcher);
  const list = (): PromiseLike<readonly PersonNearMe[]> => tableOf(watcher, 'peopleNearMe').list();
  const name = await named(other);
  await signIn(context, other, 'nearMe');
  const { id } = await events.next('added', name);
  const [person, ...more] = (await list()).filter((each) => isNamed(each, name));
  assert(person !== undefined && more.length === 0, 'list() has the person once');
  assert.equal(person.id, id);
  const newName = await named(other);
  assert.equal((await events.next('updated', newName)).id, id, 'the id stays the same');
  assert((await list()).some((each) => each.id === id && isNamed(each, newName)));
  await tableOf(other, 'visibility').signOut('nearMe');
  assert.equal((await events.next('deleted', newName)).id, id);
  assert(!(await list()).some((each) => each.id === id), 'list() has the person no more');
}

/** Gives an adapter a name that nobody else has. */
async function named(adapter: CollaborationAdapter): Promise<string> {
  const name = `Kitchen ${createGuid()}`;
  await adapter.identity.setName(name);
  return name;
}

function isNamed({ nickname, endpoint }: PersonNearMe, name: string): boolean {
  return nickname === name || endpoint.name === name;
}

/** The events about one person. Others may be near too. */
async function peopleEvents(
  context: CaseContext,
  adapter: CollaborationAdapter,
): Promise<{ next(change: ChangeType, name: string): Promise<PersonNearMe> }> {
  const events = await eventsOf({ ...context, adapter }, [{ type: 'peopleNearMeChanged' }]);
  return {
    async next(change, name) {
      for (;;) {
        const event = await events.next();
        if (event.type !== 'peopleNearMeChanged' || event.change !== change) continue;
        if (event.person !== undefined && isNamed(event.person, name)) return event.person;
      }
    },
  };
}
