import { createGuid, type Guid, type PresenceStatus, type Scope } from '@beckon/core';
import { type EndpointSubscription, type ObjectHandle, placesOf } from '@beckon/core/adapter';
import fc from 'fast-check';
import { settled, virtualNetwork } from '../../test/virtual-network.ts';

/** At least 1 000 plays; more with the environment variable BECKON_RUNS. */
const RUNS = Math.max(1_000, Number(process.env['BECKON_RUNS'] ?? 0));

const IDS: readonly Guid[] = Array.from({ length: 3 }, createGuid);
const BOB = { address: 'bob' };

const scope = fc.constantFrom('nearMe' as const, 'internet' as const, 'all' as const);
const anyScope = fc.constantFrom<Scope>('none', 'nearMe', 'internet', 'all');
const id = fc.constantFrom(...IDS);

/** What Alice, who watches, and Bob, who is watched, do. */
const deed = fc.oneof(
  { weight: 2, arbitrary: fc.record({ does: fc.constant('subscribe' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('unsubscribe' as const) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('signIn' as const), scope }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('signOut' as const), scope }) },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('setPresence' as const),
      status: fc.constantFrom<PresenceStatus>('busy', 'away', 'online'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('publish' as const), id, scope: anyScope }),
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
      does: fc.constantFrom('crash' as const, 'close' as const, 'open' as const),
      who: fc.constantFrom('alice' as const, 'bob' as const),
    }),
  },
);

const script = fc.record({
  deeds: fc.array(fc.record({ at: fc.integer({ min: 10, max: 300 }), deed }), {
    minLength: 3,
    maxLength: 40,
    size: 'max',
  }),
  latencyMs: fc.tuple(fc.nat(10), fc.nat(20)).map(([low, span]) => [low, low + span] as const),
});

type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;
type Deed = Script['deeds'][number]['deed'];

/** Plays a script. Gives what Bob shows in the end, and what Alice sees of it. */
function play({ deeds, latencyMs }: Script) {
  const { network, at, flush } = virtualNetwork({ latencyMs });
  const alice = network.join({ name: 'alice' });
  const bob = network.join({ name: 'bob' });
  const adapters = { alice, bob };
  const isOpen = { alice: true, bob: true };
  /** A subscription lasts until Alice's adapter ends. */
  const subscriptions = { current: [] as EndpointSubscription[] };
  const objects = new Map<Guid, ObjectHandle>();
  const open = (who: 'alice' | 'bob'): void => {
    isOpen[who] = true;
    void adapters[who].open();
    if (who === 'alice') void alice.visibility.signIn('internet');
  };
  const act = (step: Deed): void => {
    switch (step.does) {
      case 'subscribe': {
        const { current } = subscriptions;
        alice.endpointData.subscribe(BOB).then(
          (subscription) => current.push(subscription),
          () => undefined,
        );
        return;
      }
      case 'unsubscribe':
        return void settled(subscriptions.current.pop()?.close() ?? Promise.resolve());
      case 'signIn':
        return void settled(bob.visibility.signIn(step.scope));
      case 'signOut':
        return void settled(bob.visibility.signOut(step.scope));
      case 'setPresence':
        return void settled(bob.presence.setOwn({ status: step.status }));
      case 'publish':
        bob.objects
          .publish({ id: step.id, data: Uint8Array.of(1), publicationScope: step.scope })
          .then(
            (handle) => objects.set(step.id, handle),
            () => undefined,
          );
        return;
      case 'withdraw':
        return void settled(objects.get(step.id)?.close() ?? Promise.resolve());
      case 'register':
        return void settled(
          bob.applications.register({ application: { id: step.id }, program: 'chess' }, 'allUsers'),
        );
      case 'unregister':
        return void settled(bob.applications.unregister(step.id, 'allUsers'));
      case 'updateContact': {
        const { canWatchMe, isBlocked } = step;
        return void settled(bob.contacts.update({ peerName: 'alice', canWatchMe, isBlocked }));
      }
      case 'open':
        if (!isOpen[step.who]) open(step.who);
        return;
      case 'crash':
      case 'close':
        if (!isOpen[step.who]) return;
        isOpen[step.who] = false;
        if (step.who === 'alice') subscriptions.current = [];
        if (step.does === 'crash') network.crash(step.who);
        else void adapters[step.who].close();
    }
  };
  open('alice');
  open('bob');
  const card = settled(alice.identity.card());
  at(1, () => void settled(bob.contacts.add(card.value!)));
  at(2, () => {
    act({ does: 'signIn', scope: 'all' });
    act({ does: 'subscribe' });
  });
  for (const { at: frame, deed: step } of deeds) at(frame, () => act(step));
  at(900, () => {
    if (!isOpen.alice) open('alice');
    if (!isOpen.bob) open('bob');
  });
  const result: Record<string, ReturnType<typeof settled>> = {};
  at(1_000, () => {
    Object.assign(result, {
      scope: settled(bob.visibility.scope()),
      contact: settled(bob.contacts.get('alice')),
      presence: settled(bob.presence.own()),
      objects: settled(bob.objects.own()),
      applications: settled(bob.applications.own()),
      seenPresence: settled(alice.presence.at(BOB)),
      seenObjects: settled(alice.objects.at(BOB)),
      seenApplications: settled(alice.applications.at(BOB)),
    });
  });
  flush();
  return { result, isWatched: subscriptions.current.length > 0 };
}

const idsOf = (list: unknown): readonly string[] =>
  ((list as readonly { readonly id: string }[] | undefined) ?? []).map((each) => each.id).sort();

describe('a watcher', () => {
  it('sees in the end what the watched side shows to it, on every interleaving', () => {
    let seen = 0;
    let unseen = 0;
    fc.assert(
      fc.property(script, (played) => {
        const { result, isWatched } = play(played);
        const { canWatchMe, isBlocked } = result['contact']?.value as {
          readonly canWatchMe?: boolean;
          readonly isBlocked?: boolean;
        };
        const places = placesOf(result['scope']?.value as Scope).filter(
          (place) => isBlocked !== true && (place === 'nearMe' || canWatchMe === true),
        );
        if (isWatched && places.length > 0) {
          seen += 1;
          expect(result['seenPresence']).toEqual(result['presence']);
          expect(idsOf(result['seenApplications']?.value)).toEqual(
            idsOf(result['applications']?.value),
          );
          const shown = (
            result['objects']?.value as readonly {
              readonly id: string;
              readonly publicationScope: Scope;
            }[]
          ).filter(({ publicationScope }) =>
            placesOf(publicationScope).some((place) => places.includes(place)),
          );
          expect(idsOf(result['seenObjects']?.value)).toEqual(idsOf(shown));
        } else {
          unseen += 1;
          const nothing = [
            { code: 'NOT_FOUND' },
            ...(isWatched ? [{ value: { status: 'offline' } }] : []),
          ];
          expect(nothing).toContainEqual(result['seenPresence']);
          expect(result['seenObjects']).toEqual({ value: [] });
          expect(result['seenApplications']).toEqual({ value: [] });
        }
      }),
      { numRuns: RUNS },
    );
    // The scripts reach what they are about.
    expect(seen).toBeGreaterThan(RUNS / 10);
    expect(unseen).toBeGreaterThan(RUNS / 10);
  });
});
