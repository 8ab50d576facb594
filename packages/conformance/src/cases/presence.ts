import assert from 'node:assert/strict';
import { LIMITS, type Presence, type PresenceStatus } from '@beckon/core';
import { PRESENCE_STATUSES } from '@beckon/core/adapter';
import { assertRejects } from '../assert-rejects.ts';
import { casesOfTable } from '../cases-of-table.ts';
import { longestText } from '../samples.ts';
import { signedIn } from '../signed-in.ts';
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
  ],
});
