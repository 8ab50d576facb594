import {
  type CollaborationObject,
  createGuid,
  inviteAsync,
  incomingInvitations,
} from '@beckon/core';
import {
  applications,
  canRun,
  ownApplications,
  registerApplication,
} from '@beckon/core/applications';
import { CHANNEL_LIMITS, invitationChannel } from '@beckon/core/channel';
import {
  addContact,
  blockContact,
  contacts,
  deleteContact,
  ownCard,
  watchContact,
} from '@beckon/core/contacts';
import { collaborationEvents } from '@beckon/core/events';
import { endpointName, ownEndpoints, setEndpointName } from '@beckon/core/identity';
import { inviteMany } from '@beckon/core/invite-many';
import { objects, ownObjects, published } from '@beckon/core/objects';
import { peopleNearMe } from '@beckon/core/people-near-me';
import { ownPresence, presence, setPresence } from '@beckon/core/presence';
import { signedIn } from '@beckon/core/visibility';
import { firstValueFrom, lastValueFrom, type Observable, type Subscription } from 'rxjs';
import { createMockNetwork, type MockAdapter, type MockNetwork } from './index.ts';

/** What a stream has emitted, with a wait for the next values. */
class Heard<T> {
  readonly values: T[] = [];
  end: unknown = 'none';
  readonly subscription: Subscription;
  #waiting: (() => void)[] = [];

  constructor(source$: Observable<T>) {
    this.subscription = source$.subscribe({
      next: (value) => {
        this.values.push(value);
        this.#wake();
      },
      error: (error: unknown) => {
        this.end = error;
        this.#wake();
      },
      complete: () => {
        this.end = 'complete';
        this.#wake();
      },
    });
  }

  get last(): T | undefined {
    return this.values.at(-1);
  }

  /** Waits until `is` holds. */
  async until(is: (heard: this) => boolean): Promise<void> {
    while (!is(this)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

const applicationId = createGuid();
const chess = { id: applicationId, description: 'Chess' };

let network: MockNetwork;
let alice: MockAdapter;
let bob: MockAdapter;

beforeEach(async () => {
  network = createMockNetwork();
  alice = network.join({ name: 'alice' });
  bob = network.join({ name: 'bob' });
  await Promise.all([alice.open(), bob.open()]);
});

afterEach(async () => {
  await Promise.allSettled([alice.close(), bob.close()]);
});

describe('presence', () => {
  it('is whole first, then each change, and offline when the peer is gone', async () => {
    const staying = signedIn(bob, 'all').subscribe();
    await firstValueFrom(signedIn(bob, 'all'));
    await setPresence(bob, { status: 'busy', text: 'In a meeting' });
    const heard = new Heard(presence(alice, bob.endpoint));
    await heard.until(({ last }) => last?.status === 'busy');
    await setPresence(bob, { status: 'away' });
    await heard.until(({ last }) => last?.status === 'away');
    network.crash('bob');
    await heard.until(({ last }) => last?.status === 'offline');
    heard.subscription.unsubscribe();
    staying.unsubscribe();
    expect(heard.values[0]).toEqual({ status: 'busy', text: 'In a meeting' });
  });

  it('of this side is offline while signed out', async () => {
    const heard = new Heard(ownPresence(alice));
    await heard.until(({ last }) => last?.status === 'offline');
    const visible = signedIn(alice, 'nearMe').subscribe();
    await heard.until(({ last }) => last?.status === 'online');
    await setPresence(alice, { status: 'busy' });
    await heard.until(({ last }) => last?.status === 'busy');
    visible.unsubscribe();
    await heard.until(({ last }) => last?.status === 'offline');
    heard.subscription.unsubscribe();
  });
});

describe('signedIn', () => {
  it('is shared, and signs out with the last subscriber', async () => {
    const scope = async (): Promise<string> => (await alice.visibility?.scope()) ?? 'absent';
    const [one, two] = [signedIn(alice, 'nearMe'), signedIn(alice, 'all')].map(
      (stay$) => new Heard(stay$),
    );
    await two?.until(({ values }) => values.length === 1);
    expect(await scope()).toBe('all');
    two?.subscription.unsubscribe();
    await firstValueFrom(signedIn(alice, 'nearMe'));
    expect(await scope()).toBe('nearMe');
    one?.subscription.unsubscribe();
    await expectSoon(scope, 'none');
  });

  it('leaves a scope signed in that was so before', async () => {
    await alice.visibility?.signIn('internet');
    await firstValueFrom(signedIn(alice, 'all'));
    await expectSoon(async () => alice.visibility?.scope(), 'internet');
  });
});

describe('lists', () => {
  it('people near me: appear, and leave; signed out there is nobody', async () => {
    const heard = new Heard(peopleNearMe(alice));
    await heard.until(({ values }) => values.length === 1);
    expect(heard.last).toEqual([]);
    const visible = signedIn(alice, 'nearMe').subscribe();
    const bobVisible = signedIn(bob, 'nearMe').subscribe();
    await heard.until(({ last }) => last?.length === 1);
    bobVisible.unsubscribe();
    await heard.until(({ last }) => last?.length === 0);
    heard.subscription.unsubscribe();
    visible.unsubscribe();
  });

  it('contacts: the same object for what has not changed', async () => {
    const carol = network.join({ name: 'carol' });
    await carol.open();
    const heard = new Heard(contacts(alice));
    await heard.until(({ values }) => values.length === 1);
    const { peerName } = await addContact(alice, await ownCard(bob));
    await heard.until(({ last }) => last?.length === 1);
    const [before] = heard.last ?? [];
    await addContact(alice, await ownCard(carol));
    await heard.until(({ last }) => last?.length === 2);
    expect(heard.last?.[0]).toBe(before);
    await watchContact(alice, peerName, true);
    await heard.until(({ last }) => last?.[0]?.isWatched === true);
    await blockContact(alice, peerName, true);
    await heard.until(({ last }) => last?.[0]?.isBlocked === true);
    await deleteContact(alice, peerName);
    await heard.until(({ last }) => last?.length === 1);
    heard.subscription.unsubscribe();
    await carol.close();
  });

  it('applications here and there, and whether one can be run', async () => {
    const visible = signedIn(bob, 'all').subscribe();
    await firstValueFrom(signedIn(bob, 'all'));
    expect(await canRun(alice, bob.endpoint, applicationId)).toBe(false);
    const own = new Heard(ownApplications(bob));
    const there = new Heard(applications(alice, bob.endpoint));
    await own.until(({ values }) => values.length === 1);
    await there.until(({ values }) => values.length === 1);
    await registerApplication(bob, { application: chess, program: '/bin/chess' }, 'currentUser');
    await own.until(({ last }) => last?.length === 1);
    await there.until(({ last }) => last?.[0]?.description === 'Chess');
    expect(await canRun(alice, bob.endpoint, applicationId)).toBe(true);
    await expect(canRun(alice, { address: 'nobody' }, applicationId)).rejects.toMatchObject({
      code: 'UNREACHABLE',
    });
    for (const { subscription } of [own, there]) subscription.unsubscribe();
    visible.unsubscribe();
  });

  it('objects: published while subscribed', async () => {
    const visible = signedIn(bob, 'all').subscribe();
    await firstValueFrom(signedIn(bob, 'all'));
    const object: CollaborationObject = {
      id: createGuid(),
      data: Uint8Array.of(1, 2),
      publicationScope: 'all',
    };
    const own = new Heard(ownObjects(bob));
    const visibleToo = signedIn(alice, 'all').subscribe();
    await firstValueFrom(signedIn(alice, 'all'));
    const there = new Heard(objects(alice, bob.endpoint));
    const publishing = new Heard(published(bob, object));
    await publishing.until(({ values }) => values.length === 1);
    await own.until(({ last }) => last?.length === 1);
    await there.until(({ last }) => last?.length === 1);
    expect(there.last).toEqual([object]);
    publishing.subscription.unsubscribe();
    await own.until(({ last }) => last?.length === 0);
    await there.until(({ last }) => last?.length === 0);
    for (const { subscription } of [own, there]) subscription.unsubscribe();
    for (const stay of [visible, visibleToo]) stay.unsubscribe();
  });

  it('own name and endpoints', async () => {
    const names = new Heard(endpointName(bob));
    const endpoints = new Heard(ownEndpoints(bob));
    await names.until(({ values }) => values.length === 1);
    await endpoints.until(({ last }) => last?.length === 1);
    await setEndpointName(bob, 'Bob’s laptop');
    await names.until(({ last }) => last === 'Bob’s laptop');
    for (const { subscription } of [names, endpoints]) subscription.unsubscribe();
  });

  it('events of the types that are asked for', async () => {
    const types: string[] = [];
    const subscription = collaborationEvents(alice, [
      { type: 'myApplicationChanged' },
      { type: 'watchListChanged' },
    ]).subscribe(({ type }) => types.push(type));
    // The event queue is open by then.
    await new Promise((resolve) => setImmediate(resolve));
    await registerApplication(alice, { application: chess, program: '/bin/chess' }, 'currentUser');
    const { peerName } = await addContact(alice, await ownCard(bob));
    await watchContact(alice, peerName, true);
    await expectSoon(async () => types.at(-1), 'watchListChanged');
    expect(types).toContain('myApplicationChanged');
    subscription.unsubscribe();
  });

  it('complete when the adapter is closed', async () => {
    const streams: Observable<unknown>[] = [
      peopleNearMe(alice),
      contacts(alice),
      ownApplications(alice),
      ownObjects(alice),
      ownPresence(alice),
      endpointName(alice),
      presence(alice, bob.endpoint),
      applications(alice, bob.endpoint),
      signedIn(alice, 'nearMe'),
      collaborationEvents(alice, [{ type: 'watchListChanged' }]),
    ];
    const heard = streams.map((stream$) => new Heard(stream$));
    await new Promise((resolve) => setImmediate(resolve));
    await alice.close();
    for (const one of heard) await one.until(({ end }) => end !== 'none');
    expect(heard.map(({ end }) => end)).toEqual(streams.map(() => 'complete'));
  });

  it('error before the adapter is open', async () => {
    const closed = network.join({ name: 'dave' });
    const heard = [
      peopleNearMe(closed),
      presence(closed, bob.endpoint),
      signedIn(closed, 'all'),
      published(closed, { id: createGuid(), data: Uint8Array.of(1), publicationScope: 'all' }),
    ].map((stream$) => new Heard<unknown>(stream$));
    for (const one of heard) await one.until(({ end }) => end !== 'none');
    expect(heard.map(({ end }) => (end as { code: string }).code)).toEqual(
      heard.map(() => 'NOT_INITIALIZED'),
    );
  });
});

describe('invitationChannel', () => {
  async function accepted(): Promise<{ sent: string; received: string }> {
    const received = firstValueFrom(incomingInvitations(bob));
    const ending = inviteAsync(alice, { to: { endpoint: bob.endpoint }, applicationId });
    const incoming = await received;
    await incoming.accept();
    const status = await ending;
    if (status.state !== 'accepted') throw new Error(status.state);
    return { sent: status.invitationId ?? '', received: incoming.id };
  }

  it('carries messages both ways, in order, and what was sent before it was open', async () => {
    const { sent, received } = await accepted();
    const opened: string[] = [];
    const toBob = invitationChannel(alice, sent, {
      openObserver: { next: () => void opened.push('alice') },
    });
    const toAlice = invitationChannel(bob, received);
    for (let i = 0; i < 100; i++) toBob.next(i);
    toAlice.next('hello');
    const atAlice = new Heard(toBob);
    const atBob = new Heard(toAlice);
    await atAlice.until(({ last }) => last === 'hello');
    await atBob.until(({ values }) => values.length === 100);
    expect(atBob.values).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(opened).toEqual(['alice']);
    // The last subscriber closes it, and both sides may open it again.
    atAlice.subscription.unsubscribe();
    await atBob.until(({ end }) => end === 'complete');
    const again = [new Heard(toBob), new Heard(toAlice)] as const;
    toBob.next('again');
    await again[1].until(({ last }) => last === 'again');
    for (const { subscription } of again) subscription.unsubscribe();
  });

  it('completes when the peer completes, after everything that it has sent', async () => {
    const { sent, received } = await accepted();
    const toBob = invitationChannel<number>(alice, sent);
    const fromAlice = invitationChannel<number>(bob, received);
    const here = new Heard(toBob);
    const there = new Heard(fromAlice);
    for (let i = 0; i < 100; i++) toBob.next(i);
    toBob.complete();
    await there.until(({ end }) => end !== 'none');
    expect([there.values.length, there.end]).toEqual([100, 'complete']);
    await here.until(({ end }) => end !== 'none');
    expect(here.end).toBe('complete');
  });

  it('errors when the peer is lost', async () => {
    const { sent } = await accepted();
    const here = new Heard(invitationChannel(alice, sent));
    network.crash('bob');
    await here.until(({ end }) => end !== 'none');
    expect(here.end).toMatchObject({ code: 'UNREACHABLE' });
  });

  it('resolves send() as the peer takes, and refuses what would wait beyond 4 MiB', async () => {
    const { sent, received } = await accepted();
    const raw = {
      serializer: (data: Uint8Array) => data,
      deserializer: (data: Uint8Array) => data,
    };
    const toBob = invitationChannel(alice, sent, raw);
    const message = new Uint8Array(CHANNEL_LIMITS.messageBytes);
    for (let i = 0; i < 4; i++) toBob.next(message);
    expect(() => toBob.next(Uint8Array.of(1))).toThrow(/send\(\)/);
    expect(() => toBob.next(new Uint8Array(CHANNEL_LIMITS.messageBytes + 1))).toThrow(RangeError);
    const here = new Heard(toBob);
    const there = new Heard(invitationChannel(bob, received, raw));
    await there.until(({ values }) => values.length === 4);
    await toBob.send(Uint8Array.of(7));
    await there.until(({ values }) => values.length === 5);
    expect(toBob.waitingBytes).toBe(0);
    for (const { subscription } of [here, there]) subscription.unsubscribe();
  });
});

describe('inviteMany', () => {
  it('withdraws the rest when enough have accepted', async () => {
    network.peer('carol').accepts();
    network.peer('dave').ignores();
    network.peer('eve').declines('No');
    const recipients = ['carol', 'dave', 'eve', 'nobody'].map((address) => ({
      endpoint: { address },
    }));
    const statuses = await lastValueFrom(
      inviteMany(alice, recipients, { applicationId, withdrawRest: 'afterFirst' }),
    );
    const ends = recipients.map((to) => {
      const status = statuses.get(to);
      return status === undefined ? 'none' : 'state' in status ? status.state : status.code;
    });
    expect(ends[0]).toBe('accepted');
    expect(ends[1]).toBe('cancelled');
    expect(['declined', 'cancelled']).toContain(ends[2]);
    expect(['UNREACHABLE', 'cancelled']).toContain(ends[3]);
  });

  it('refuses wrong requests at the call', () => {
    expect(() => inviteMany(alice, [], { applicationId })).toThrow(TypeError);
    expect(() =>
      inviteMany(alice, [{ endpoint: bob.endpoint }], { applicationId, withdrawRest: 0 }),
    ).toThrow(RangeError);
    const to = { endpoint: bob.endpoint };
    for (const again of [to, { endpoint: { address: bob.endpoint.address, name: 'Bob' } }]) {
      expect(() => inviteMany(alice, [to, again], { applicationId })).toThrow(
        /^inviteMany: recipients\[1\] is the same as recipients\[0\]/,
      );
    }
  });
});

async function expectSoon(read: () => Promise<unknown>, value: unknown): Promise<void> {
  for (let turn = 0; turn < 50 && (await read()) !== value; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await read()).toBe(value);
}
