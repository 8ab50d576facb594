import assert from 'node:assert/strict';
import type {
  CollaborationAdapter,
  CollaborationEvent,
  CollaborationEventType,
  Contact,
  Endpoint,
  Scope,
} from '@beckon/core';
import type { EndpointSubscription, FunctionTable, FunctionTables } from '@beckon/core/adapter';
import { eventsOf } from './changes-of.ts';
import { peerAdapterOf } from './channel-sides.ts';
import type { CaseContext } from './conformance-case.ts';

/** Two adapters of a case: one side watches the data of the other. */
export interface WatchingPair {
  readonly context: CaseContext;
  readonly watcher: CollaborationAdapter;
  readonly watched: CollaborationAdapter;
  /** The endpoint of the watched side. */
  readonly endpoint: Endpoint;
}

/** A subscription to the endpoint of the other side, with its events. */
export interface Watch {
  readonly subscription: EndpointSubscription;
  /** Takes the next event that tells of the endpoint. */
  nextAny(): Promise<CollaborationEvent>;
  /** Takes events until one of this type tells of the endpoint, and gives it. */
  next<Type extends CollaborationEventType>(type: Type): Promise<EventOf<Type>>;
}

/** The event of one type. */
type EventOf<Type extends CollaborationEventType, Event = CollaborationEvent> = Event extends {
  readonly type: infer Types;
}
  ? Type extends Types
    ? Event & { readonly type: Type }
    : never
  : never;

/** The adapter under test watches the peer. */
export async function watchingThePeer(context: CaseContext): Promise<WatchingPair> {
  const { adapter: watcher, peer } = context;
  return { context, watcher, watched: peerAdapterOf(context), endpoint: peer.endpoint };
}

/** The peer watches the adapter under test. */
export async function watchedByThePeer(context: CaseContext): Promise<WatchingPair> {
  const { adapter: watched } = context;
  const [endpoint] = await watched.identity.endpoints();
  assert(endpoint !== undefined, 'an adapter that others watch has an endpoint');
  return { context, watcher: peerAdapterOf(context), watched, endpoint };
}

/** A table of one of the two adapters. */
export function tableOf<Table extends FunctionTable>(
  adapter: CollaborationAdapter,
  table: Table,
): FunctionTables[Table] {
  const functions = (adapter as Partial<FunctionTables>)[table];
  assert(functions !== undefined, `both sides need the table ${table}`);
  return functions;
}

/** Signs an adapter in until the case ends. */
export async function signIn(
  { after }: CaseContext,
  { visibility }: CollaborationAdapter,
  scope: Exclude<Scope, 'none'> = 'all',
): Promise<void> {
  await visibility?.signIn(scope);
  after(() => Promise.resolve(visibility?.signOut('all')).catch(() => undefined));
}

/**
 * Makes the watcher a contact of the watched side until the case ends, with the fields of `contact`. Does
 * nothing where there are no contacts, or no cards.
 */
export async function makeContact(
  { context, watcher, watched }: WatchingPair,
  contact: Partial<Contact>,
): Promise<void> {
  const { contacts } = watched;
  if (contacts === undefined || !context.traits.makesCards) return;
  const card = await watcher.identity.card();
  const { peerName } = await contacts.parse(card);
  const list = await contacts.list();
  if (!list.some((known) => known.peerName === peerName)) {
    await contacts.add(card);
    context.after(() => Promise.resolve(contacts.delete(peerName)).catch(() => undefined));
  }
  await contacts.update({ ...(await contacts.get(peerName)), ...contact });
}

/** Signs both sides in, and lets the watcher watch. */
export async function allowWatching(pair: WatchingPair): Promise<void> {
  const { context, watcher, watched } = pair;
  await signIn(context, watcher);
  await signIn(context, watched);
  await makeContact(pair, { canWatchMe: true });
}

/** Allows the watcher to watch, subscribes, and waits until the data is at hand. */
export async function watch(pair: WatchingPair): Promise<Watch> {
  await allowWatching(pair);
  return subscribed(pair);
}

/** Subscribes, and waits until the data is at hand. */
export async function subscribed(pair: WatchingPair): Promise<Watch> {
  const watching = await subscribing(pair);
  const { error } = await watching.next('requestStatusChanged');
  assert.equal(error, undefined, 'the watcher may watch');
  const presence = await pair.watcher.presence?.at(pair.endpoint);
  assert.notEqual(presence?.status, 'offline', 'a side that is signed in is not offline');
  return watching;
}

/** Subscribes. The result of the request is the first event. */
export async function subscribing({ context, watcher, endpoint }: WatchingPair): Promise<Watch> {
  const events = await eventsOf({ ...context, adapter: watcher }, [
    { type: 'requestStatusChanged' },
    { type: 'endpointChanged' },
    { type: 'endpointPresenceChanged' },
    { type: 'endpointApplicationChanged' },
    { type: 'endpointObjectChanged' },
  ]);
  const subscription = await tableOf(watcher, 'endpointData').subscribe(endpoint);
  context.after(() => Promise.resolve(subscription.close()).catch(() => undefined));
  const nextAny = async (): Promise<CollaborationEvent> => {
    for (;;) {
      const event = await events.next();
      if ('endpoint' in event && event.endpoint?.address === endpoint.address) return event;
    }
  };
  return {
    subscription,
    nextAny,
    async next<Type extends CollaborationEventType>(type: Type) {
      for (;;) {
        const event = await nextAny();
        if (isOfType(event, type)) return event;
      }
    },
  };
}

function isOfType<Type extends CollaborationEventType>(
  event: CollaborationEvent,
  type: Type,
): event is EventOf<Type> & CollaborationEvent {
  return event.type === type;
}

/** Asserts that the watcher is told of an end: the presence `offline`, and a request that has failed. */
export async function assertEnds(pair: WatchingPair, watching: Watch): Promise<void> {
  let isOffline = false;
  let hasFailed = false;
  while (!isOffline || !hasFailed) {
    const event = await watching.nextAny();
    if (event.type === 'endpointPresenceChanged') isOffline = event.presence?.status === 'offline';
    if (event.type === 'requestStatusChanged') hasFailed = event.error !== undefined;
  }
  if (pair.watcher.presence === undefined) return;
  assert.equal((await pair.watcher.presence.at(pair.endpoint)).status, 'offline');
}
