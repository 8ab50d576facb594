import { createGuid, type Guid, type PresenceStatus, type Scope } from '@beckon/core';
import { type EndpointSubscription, type ObjectHandle, placesOf } from '@beckon/core/adapter';
import fc from 'fast-check';
import { VirtualTimeScheduler } from 'rxjs';
import { runs } from '../../test/arbitraries.ts';
import { MemoryNetwork } from '../../test/memory-network.ts';
import { runUntil } from '../../test/run-until.ts';
import { type EngineAdapter, engineAdapter } from '../index.ts';

const IDS: readonly Guid[] = Array.from({ length: 3 }, createGuid);
const BOB = { address: 'bob' };

const id = fc.constantFrom(...IDS);
const scope = fc.constantFrom('nearMe' as const, 'internet' as const, 'all' as const);

/** An action of Alice, who watches, or of Bob, who is watched. */
const deed = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom('subscribe' as const, 'unsubscribe' as const, 'refresh' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constantFrom('signIn' as const, 'signOut' as const), scope }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('setPresence' as const),
      status: fc.constantFrom<PresenceStatus>('busy', 'away', 'online'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('publish' as const),
      id,
      data: fc.nat(255),
      scope: fc.constantFrom<Scope>('none', 'nearMe', 'internet', 'all'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constantFrom('withdraw' as const, 'register' as const, 'unregister' as const),
      id,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('updateContact' as const),
      canWatchMe: fc.boolean(),
      isBlocked: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constantFrom('crash' as const, 'reopen' as const, 'rename' as const),
    }),
  },
);

type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

const script = fc.array(fc.record({ turnsBefore: fc.nat(4), deed }), {
  minLength: 3,
  maxLength: 40,
  size: 'max',
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Plays the script, and returns what both know of each other in the end. */
async function play(steps: typeof script extends fc.Arbitrary<infer T> ? T : never) {
  const scheduler = new VirtualTimeScheduler();
  const network = new MemoryNetwork();
  const join = (name: string): EngineAdapter =>
    engineAdapter({ name: 'memory', transport: network.transport(name), scheduler });
  const [alice, bob] = [join('alice'), join('bob')];
  const subscriptions: EndpointSubscription[] = [];
  const objects = new Map<Guid, ObjectHandle>();
  const results: Promise<unknown>[] = [];
  let subscribed = 0;
  /** Actions run concurrently. A refused action changes nothing. */
  const start = (calling: PromiseLike<unknown> | undefined): void => {
    results.push(Promise.resolve(calling).catch(() => undefined));
  };
  const act = (step: Deed): void => {
    switch (step.does) {
      case 'subscribe':
        subscribed += 1;
        return start(
          alice.endpointData
            .subscribe(BOB)
            .then((subscription) => subscriptions.push(subscription)),
        );
      case 'unsubscribe': {
        const subscription = subscriptions.pop();
        if (subscription !== undefined) subscribed -= 1;
        return start(subscription?.close());
      }
      case 'refresh':
        return start(alice.endpointData.refresh(BOB));
      case 'signIn':
        return start(bob.visibility.signIn(step.scope));
      case 'signOut':
        return start(bob.visibility.signOut(step.scope));
      case 'setPresence':
        return start(bob.presence.setOwn({ status: step.status }));
      case 'publish': {
        const { id: objectId, data, scope: publicationScope } = step;
        const object = { id: objectId, data: Uint8Array.of(data), publicationScope };
        return start(bob.objects.publish(object).then((handle) => objects.set(objectId, handle)));
      }
      case 'withdraw':
        return start(objects.get(step.id)?.close());
      case 'register':
        return start(
          bob.applications.register({ application: { id: step.id }, program: 'chess' }, 'allUsers'),
        );
      case 'unregister':
        return start(bob.applications.unregister(step.id, 'allUsers'));
      case 'updateContact': {
        const { canWatchMe, isBlocked } = step;
        return start(bob.contacts.update({ peerName: 'alice', canWatchMe, isBlocked }));
      }
      case 'rename':
        return start(bob.identity.setName(`Bob ${createGuid()}`));
      case 'crash':
      case 'reopen':
        if (step.does === 'crash') network.crash('bob');
        return start(bob.close().then(() => bob.open()));
    }
  };
  await Promise.all([alice.open(), bob.open()]);
  await bob.contacts.add(await alice.identity.card());
  await alice.visibility.signIn('internet');
  act({ does: 'signIn', scope: 'all' });
  act({ does: 'subscribe' });
  for (const step of steps) {
    for (let turns = 0; turns < step.turnsBefore; turns++) await turn();
    act(step.deed);
  }
  for (let settledResults = -1; settledResults !== results.length;) {
    settledResults = results.length;
    await Promise.all(results);
  }
  // Longer than the longest delay before a retry, in steps that leave time for signs of life.
  const until = scheduler.now() + 130_000;
  while (scheduler.now() < until) {
    runUntil(scheduler, scheduler.now() + 500);
    for (let turns = 0; turns < 6; turns++) await turn();
  }
  // This test is not about the result of a refresh, which does not change any more.
  await alice.endpointData.delete(BOB);
  const [own, contact] = await Promise.all([bob.applications.own(), bob.contacts.get('alice')]);
  const shown = {
    isShown:
      placesOf(await bob.visibility.scope()).includes('internet') &&
      contact.canWatchMe === true &&
      contact.isBlocked !== true,
    presence: await orUndefined(bob.presence.own()),
    name: await bob.identity.name(),
    applications: own.map((application) => application.id).sort(),
    objects: dataOf(
      ((await orUndefined(bob.objects.own())) ?? []).filter(({ publicationScope }) =>
        placesOf(publicationScope).includes('internet'),
      ),
    ),
  };
  const seen = {
    presence: await orUndefined(alice.presence.at(BOB)),
    applications: (await alice.applications.at(BOB)).map((application) => application.id).sort(),
    objects: dataOf(await alice.objects.at(BOB)),
  };
  const counters = [alice.counters, bob.counters];
  await Promise.all(subscriptions.map((subscription) => subscription.close()));
  const left = await orUndefined(alice.presence.at(BOB));
  await Promise.all([alice.close(), bob.close()]);
  return { shown, seen, left, counters, isWatched: subscribed > 0 };
}

/** The result of a call, or `undefined` when it rejects. */
async function orUndefined<T>(calling: PromiseLike<T>): Promise<T | undefined> {
  try {
    return await calling;
  } catch {
    return undefined;
  }
}

function dataOf(objects: readonly { readonly id: Guid; readonly data: Uint8Array }[]): string[] {
  return objects.map((object) => `${object.id} ${object.data[0]}`).sort();
}

describe('a peer that watches', () => {
  it('sees in the end what the other side shows to it, on every interleaving', async () => {
    const count = runs(150).numRuns;
    let wereShown = 0;
    let wereHidden = 0;
    await fc.assert(
      fc.asyncProperty(script, async (steps) => {
        const { shown, seen, left, counters, isWatched } = await play(steps);
        if (isWatched && shown.isShown) {
          wereShown += 1;
          const { presence, applications, objects } = shown;
          expect(seen).toEqual({ presence, applications, objects });
        } else if (isWatched) {
          wereHidden += 1;
          expect([undefined, { status: 'offline' }]).toContainEqual(seen.presence);
          expect(seen).toMatchObject({ applications: [], objects: [] });
        }
        expect(left).toBeUndefined();
        for (const { malformedFrames, unexpectedFrames, floods, deadPeers } of counters) {
          expect({ malformedFrames, unexpectedFrames, floods, deadPeers }).toEqual({
            malformedFrames: 0,
            unexpectedFrames: 0,
            floods: 0,
            deadPeers: 0,
          });
        }
      }),
      { numRuns: count },
    );
    // The scripts must often reach the states that this test is about.
    expect(wereShown).toBeGreaterThan(count / 10);
    expect(wereHidden).toBeGreaterThan(count / 10);
  }, 120_000);
});
