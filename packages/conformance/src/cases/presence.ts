import assert from 'node:assert/strict';
import { LIMITS, type Presence, type PresenceStatus } from '@beckon/core';
import { PRESENCE_STATUSES } from '@beckon/core/adapter';
import { assertRejects } from '../assert-rejects.ts';
import { casesOfTable } from '../cases-of-table.ts';
import { longestText } from '../samples.ts';
import { signedIn } from '../signed-in.ts';
import {
  assertEnds,
  tableOf,
  watch,
  watchedByThePeer,
  watchingThePeer,
  type WatchingPair,
} from '../watch.ts';
import { callsWith, wrongEndpoints, wrongTexts, wrongWords } from '../wrong-arguments.ts';

/** The presence of this side. The presence of others needs a second side that is signed in. */
export const presenceCases = casesOfTable('presence', {
  functions: {
    own: { call: (presence) => presence.own(), needsSignIn: true },
    setOwn: {
      call: (presence) => presence.setOwn({ status: 'busy' }),
      needsSignIn: true,
      wrong: {
        ...callsWith(
          wrongWords<PresenceStatus>('status'),
          (status) => (presence) => presence.setOwn({ status }),
        ),
        'the status offline': (presence) => presence.setOwn({ status: 'offline' }),
        ...callsWith(
          wrongTexts('text', LIMITS.presenceTextUtf16Units),
          (text) => (presence) => presence.setOwn({ status: 'away', text }),
        ),
        'no presence': (presence) => presence.setOwn(null as unknown as Presence),
      },
    },
    at: {
      call: (presence, { nowhere }) => presence.at(nowhere),
      needsSignIn: false,
      wrong: callsWith(
        wrongEndpoints,
        (endpoint) => (presence, context) => presence.at(endpoint(context)),
      ),
    },
  },
  rules: [
    {
      name: 'own() gives online after signing in',
      async check(context, presence) {
        await signedIn(context);
        assert.deepEqual(await presence.own(), { status: 'online' });
      },
    },
    {
      name: 'own() gives the presence of setOwn(), for each status and for the longest text',
      async check(context, presence) {
        await signedIn(context);
        const text = longestText(LIMITS.presenceTextUtf16Units);
        for (const status of PRESENCE_STATUSES.filter((word) => word !== 'offline')) {
          await presence.setOwn({ status, text });
          assert.deepEqual(await presence.own(), { status, text });
          await presence.setOwn({ status });
          assert.deepEqual(await presence.own(), { status });
        }
      },
    },
    {
      name: 'own() gives online again after signing out and in',
      with: ['visibility'],
      async check(context, presence) {
        await signedIn(context);
        await presence.setOwn({ status: 'away', text: 'Lunch' });
        await context.adapter.visibility?.signOut('all');
        await signedIn(context);
        assert.deepEqual(await presence.own(), { status: 'online' });
      },
    },
    {
      name: 'at() rejects with NOT_FOUND when the data of the endpoint is not at hand',
      async check(context, presence) {
        await signedIn(context);
        await assertRejects(
          () => presence.at(context.nowhere),
          'NOT_FOUND',
          'presence.at() for an unknown endpoint',
        );
      },
    },
    {
      name: 'at() follows the presence of a peer that is watched',
      with: ['endpointData', 'events'],
      needs: ['hasPeerAdapter'],
      check: async (context) => assertFollowsPresence(await watchingThePeer(context)),
    },
    {
      name: 'a peer that watches this side follows its presence',
      with: ['endpointData', 'events'],
      needs: ['hasPeerAdapter'],
      check: async (context) => assertFollowsPresence(await watchedByThePeer(context)),
    },
    {
      name: 'a watched peer that crashes is offline',
      with: ['endpointData', 'events'],
      needs: ['hasPeerAdapter', 'killsPeer'],
      async check(context) {
        const pair = await watchingThePeer(context);
        const watching = await watch(pair);
        await context.peer.kill?.();
        await assertEnds(pair, watching);
      },
    },
  ],
});

/** Asserts that the watcher sees the presence that the other side has, and each that it sets. */
async function assertFollowsPresence(pair: WatchingPair): Promise<void> {
  const { watcher, watched, endpoint } = pair;
  const watching = await watch(pair);
  const seen = tableOf(watcher, 'presence');
  assert.deepEqual(await seen.at(endpoint), { status: 'online' });
  const text = longestText(LIMITS.presenceTextUtf16Units);
  for (const presence of [{ status: 'busy', text }, { status: 'away' }] as const) {
    await tableOf(watched, 'presence').setOwn(presence);
    const event = await watching.next('endpointPresenceChanged');
    assert.equal(event.change, 'updated');
    assert.deepEqual(event.presence, presence);
    assert.deepEqual(await seen.at(endpoint), presence);
  }
}
