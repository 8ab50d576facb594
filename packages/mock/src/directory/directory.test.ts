import { createGuid, type Guid, parseGuid } from '@beckon/core';
import { logEvents } from '../../test/log-events.ts';
import { settled, virtualNetwork } from '../../test/virtual-network.ts';

const LATENCY_MS = 10;

function scene() {
  const virtual = virtualNetwork({ latencyMs: LATENCY_MS });
  const alice = virtual.network.join({ name: 'alice' });
  void alice.open();
  return { virtual, ...virtual, alice };
}

const object = (id: Guid = createGuid(), publicationScope: 'all' | 'nearMe' = 'all') => ({
  id,
  data: Uint8Array.of(1),
  publicationScope,
});

describe('a scripted peer that is watched', () => {
  it('shows its presence, its name, and who leaves and comes back', () => {
    const { virtual, network, alice, at, flush } = scene();
    const bob = network.peer('bob').isBusy('In a meeting');
    const lines = logEvents(virtual, alice);
    at(1, () => void alice.endpointData.subscribe(bob.endpoint));
    let first: object = {};
    at(30, () => (first = settled(alice.presence.at(bob.endpoint))));
    at(100, () => bob.isOnline().isAway('Lunch').isCalled('Kitchen'));
    at(200, () => bob.leaves());
    let left: object = {};
    at(220, () => (left = settled(alice.presence.at(bob.endpoint))));
    at(300, () => bob.comesNear());
    flush();
    expect(first).toEqual({ value: { status: 'busy', text: 'In a meeting' } });
    expect(left).toEqual({ value: { status: 'offline' } });
    expect(lines).toEqual([
      '21 requestStatusChanged bob',
      '110 endpointPresenceChanged bob online',
      '110 endpointPresenceChanged bob away Lunch',
      '110 endpointChanged Kitchen',
      '210 endpointPresenceChanged Kitchen offline',
      '210 requestStatusChanged Kitchen UNREACHABLE',
      '310 requestStatusChanged Kitchen',
    ]);
  });

  it('shows its objects and applications', () => {
    const { virtual, network, alice, at, flush } = scene();
    const application = { id: createGuid(), description: 'Chess' };
    const [picture, note] = [object(), object()];
    const bob = network.peer('bob').publishes(picture).runs(application);
    void alice.visibility.signIn('internet');
    const lines = logEvents(virtual, alice);
    at(0, () => void alice.endpointData.subscribe(bob.endpoint));
    let before: object[] = [];
    at(30, () => {
      before = [
        settled(alice.objects.at(bob.endpoint)),
        settled(alice.applications.at(bob.endpoint)),
      ];
    });
    at(40, () => {
      bob.publishes(note).publishes({ ...note, data: Uint8Array.of(2) });
      bob.withdraws(picture.id).withdraws(picture.id);
      bob.runs({ ...application, description: 'Go' }).stopsRunning(application.id);
    });
    let after: object = {};
    at(60, () => (after = settled(alice.objects.at(bob.endpoint))));
    flush();
    expect(before).toEqual([{ value: [picture] }, { value: [application] }]);
    expect(after).toEqual({ value: [{ ...note, data: Uint8Array.of(2) }] });
    expect(lines.slice(1)).toEqual([
      '50 endpointObjectChanged bob added',
      '50 endpointObjectChanged bob updated',
      '50 endpointObjectChanged bob deleted',
      '50 endpointApplicationChanged bob updated',
      '50 endpointApplicationChanged bob deleted',
    ]);
  });

  it('comes near, and leaves', () => {
    const { virtual, network, alice, at, flush } = scene();
    const bob = network.peer('bob');
    void alice.visibility.signIn('nearMe');
    const lines = logEvents(virtual, alice);
    at(10, () => bob.comesNear());
    at(50, () => bob.isCalled('Kitchen'));
    const lists: object[] = [];
    at(70, () => lists.push(settled(alice.peopleNearMe.list())));
    at(100, () => bob.leaves());
    at(120, () => lists.push(settled(alice.peopleNearMe.list())));
    flush();
    expect(lines).toEqual([
      '20 peopleNearMeChanged bob added',
      '60 peopleNearMeChanged Kitchen updated',
      '110 peopleNearMeChanged Kitchen deleted',
    ]);
    expect(lists).toMatchObject([
      { value: [{ nickname: 'Kitchen', endpoint: { address: 'bob', name: 'Kitchen' } }] },
      { value: [] },
    ]);
  });

  it('has an id that is a GUID, and the same in every run', () => {
    const ids = ['bob', 'bob', 'carol'].map((name) => {
      const { network, alice, at, flush } = scene();
      void alice.visibility.signIn('all');
      network.peer(name).comesNear();
      let list: ReturnType<typeof settled> = {};
      at(50, () => (list = settled(alice.peopleNearMe.list())));
      flush();
      const [{ id }] = list.value as readonly [{ readonly id: string }];
      return parseGuid(id);
    });
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('takes no invitation while it is gone', () => {
    const { network, alice, at, flush } = scene();
    const bob = network.peer('bob').accepts();
    bob.leaves();
    const sent = settled(
      alice.invitations.inviteEndpoint(bob.endpoint, { applicationId: createGuid() }),
    );
    let response: object = {};
    at(30, () => (response = settled(sent.value!.response())));
    flush();
    expect(response).toEqual({ code: 'UNREACHABLE' });
    expect(bob.received).toEqual([]);
  });

  it('becomes a watched contact by its card, with its endpoints', () => {
    const { virtual, network, alice, at, flush } = scene();
    const bob = network.peer('bob');
    const phone = network.peer('bob/phone');
    void alice.visibility.signIn('internet');
    const lines = logEvents(virtual, alice);
    let endpoints: object = {};
    at(1, () => {
      void alice.contacts.add(bob.card);
      void alice.contacts.update({ peerName: 'bob', isWatched: true });
    });
    at(30, () => (endpoints = settled(alice.contacts.endpoints({ peerName: 'bob' }))));
    at(50, () => phone.leaves());
    let later: object = {};
    at(70, () => (later = settled(alice.contacts.endpoints({ peerName: 'bob' }))));
    at(80, () => void alice.contacts.update({ peerName: 'bob', isWatched: false }));
    at(90, () => bob.isAway());
    flush();
    expect(endpoints).toEqual({ value: [bob.endpoint, phone.endpoint] });
    expect(later).toEqual({ value: [bob.endpoint] });
    expect(lines).toEqual([
      '1 watchListChanged added',
      '21 endpointChanged bob',
      '21 endpointPresenceChanged bob online',
      '21 endpointChanged bob',
      '21 endpointPresenceChanged bob online',
      '60 endpointPresenceChanged bob offline',
      '60 endpointChanged bob',
      '80 watchListChanged deleted',
    ]);
  });

  it.each([
    ['isBusy', 'x'.repeat(256), RangeError],
    ['isAway', 7, TypeError],
    ['setsPresence', { status: 'offline' }, TypeError],
    ['isCalled', '', TypeError],
    ['publishes', { ...object(), data: new Uint8Array(16_385) }, RangeError],
    ['runs', { id: 'chess' }, TypeError],
    ['withdraws', 'picture', TypeError],
  ] as const)('refuses a wrong argument of %s', (name, argument, kind) => {
    const bob = scene().network.peer('bob');
    const script = bob as unknown as Record<string, (wrong: unknown) => unknown>;
    expect(() => script[name]!(argument)).toThrow(kind);
    expect(() => script[name]!(argument)).toThrow(`MockPeer.${name}`);
  });
});

describe('an adapter that is watched', () => {
  it('shows an object where its scope and the scope of signing in overlap', () => {
    const { network, alice, at, flush } = scene();
    const bob = network.join({ name: 'bob' });
    void bob.open();
    void alice.visibility.signIn('all');
    const [far, near] = [object(), object(createGuid(), 'nearMe')];
    at(1, () => {
      void bob.visibility.signIn('internet');
      void bob.contacts.add('mock-card:{"peerName":"alice"}');
      void bob.contacts.update({ peerName: 'alice', canWatchMe: true });
      void bob.objects.publish(far);
      void bob.objects.publish(near);
      void alice.endpointData.subscribe(bob.endpoint);
    });
    const seen: object[] = [];
    at(50, () => seen.push(settled(alice.objects.at(bob.endpoint))));
    at(51, () => void bob.visibility.signIn('nearMe'));
    at(100, () => seen.push(settled(alice.objects.at(bob.endpoint))));
    flush();
    expect(seen).toEqual([{ value: [far] }, { value: [far, near] }]);
  });

  it('is watched again when it is back after a crash', () => {
    const { virtual, network, alice, at, flush } = scene();
    const bob = network.join({ name: 'bob' });
    const arrive = (): void => {
      void bob.open();
      void bob.visibility.signIn('nearMe');
    };
    const lines = logEvents(virtual, alice);
    at(1, () => void alice.endpointData.subscribe(bob.endpoint));
    at(50, arrive);
    at(100, () => network.crash('bob'));
    at(150, arrive);
    flush();
    expect(lines).toEqual([
      '21 requestStatusChanged bob UNREACHABLE',
      '80 requestStatusChanged bob',
      '110 endpointPresenceChanged bob offline',
      '110 requestStatusChanged bob UNREACHABLE',
      '180 requestStatusChanged bob',
    ]);
  });

  it('is not added to its own contacts', () => {
    const { alice, at, flush } = scene();
    let added: object = {};
    const card = settled(alice.identity.card());
    at(1, () => (added = settled(alice.contacts.add(card.value!))));
    flush();
    expect(added).toEqual({ code: 'INVALID_ARGUMENT' });
  });
});

describe('launchInfo', () => {
  it('gives what join() was told', () => {
    const { network, flush } = scene();
    const launchInfo = {
      endpoint: { address: 'bob' },
      invitation: { applicationId: createGuid(), data: Uint8Array.of(1) },
    };
    const carol = network.join({ name: 'carol', launchInfo });
    void carol.open();
    const given = settled(carol.launch.launchInfo());
    flush();
    expect(given).toEqual({ value: launchInfo });
    expect(given.value?.invitation.data).not.toBe(launchInfo.invitation.data);
  });
});
