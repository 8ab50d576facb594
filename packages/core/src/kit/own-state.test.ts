import type { CollaborationEvent } from '../contract/collaboration-events.ts';
import { createGuid, type Guid } from '../contract/guid.ts';
import { isCollaborationError } from '../errors/collaboration-error.ts';
import { ApplicationRegistry } from './application-registry.ts';
import { ContactList } from './contact-list.ts';
import { OwnPresence } from './own-presence.ts';
import { PublishedObjects } from './published-objects.ts';

function recorder(): {
  events: CollaborationEvent[];
  changes: () => string[];
  on: (event: CollaborationEvent) => void;
} {
  const events: CollaborationEvent[] = [];
  return {
    events,
    on: (event) => void events.push(event),
    changes: () => events.map((event) => ('change' in event ? event.change : event.type)),
  };
}

function codeOf(act: () => void): string | undefined {
  try {
    act();
  } catch (error) {
    if (isCollaborationError(error)) return error.code;
    throw error;
  }
  return undefined;
}

describe('OwnPresence', () => {
  it('is online at first, and reports each change once', () => {
    const { on, events } = recorder();
    const presence = new OwnPresence(on);
    expect(presence.value).toEqual({ status: 'online' });
    presence.set({ status: 'busy', text: 'In a meeting' });
    presence.set({ status: 'busy', text: 'In a meeting' });
    presence.set({ status: 'busy' });
    expect(events.map((event) => event.type === 'myPresenceChanged' && event.presence)).toEqual([
      { status: 'busy', text: 'In a meeting' },
      { status: 'busy' },
    ]);
  });

  it('begins anew after a reset, without an event', () => {
    const { on, events } = recorder();
    const presence = new OwnPresence(on);
    presence.set({ status: 'away' });
    presence.reset();
    expect(presence.value).toEqual({ status: 'online' });
    expect(events).toHaveLength(1);
  });
});

describe('PublishedObjects', () => {
  const object = (id: Guid, byte = 1) =>
    ({ id, data: Uint8Array.of(byte), publicationScope: 'all' }) as const;

  it('keeps the newer object when the older one is withdrawn', () => {
    const { on, changes } = recorder();
    const objects = new PublishedObjects(on);
    const id = createGuid();
    const older = objects.publish('objects.publish', object(id, 1));
    const newer = objects.publish('objects.publish', object(id, 2));
    objects.withdraw(older);
    expect(objects.list(id).map(({ data }) => data[0])).toEqual([2]);
    objects.withdraw(newer);
    objects.withdraw(newer);
    expect(objects.list()).toEqual([]);
    expect(changes()).toEqual(['added', 'updated', 'deleted']);
  });

  it('shares no bytes with its callers', () => {
    const objects = new PublishedObjects(() => undefined);
    const data = Uint8Array.of(1);
    objects.publish('objects.publish', { ...object(createGuid()), data });
    data[0] = 9;
    const [read] = objects.list();
    read!.data[0] = 8;
    expect(objects.list()[0]!.data[0]).toBe(1);
  });

  it('refuses one object too many with LIMIT_REACHED, and still replaces', () => {
    const objects = new PublishedObjects(() => undefined);
    const ids = Array.from({ length: 128 }, () => createGuid());
    for (const id of ids) objects.publish('objects.publish', object(id));
    const publish = (id: Guid) => () => void objects.publish('objects.publish', object(id));
    expect(codeOf(publish(createGuid()))).toBe('LIMIT_REACHED');
    expect(codeOf(publish(ids[0]!))).toBeUndefined();
  });
});

describe('ApplicationRegistry', () => {
  const registration = (id: Guid, program = '/bin/true') => ({
    application: { id, description: program },
    program,
  });

  it('keeps the two types apart, and prefers the registration of this user', () => {
    const { on, changes } = recorder();
    const registry = new ApplicationRegistry(on);
    const id = createGuid();
    registry.register('applications.register', registration(id, '/all'), 'allUsers');
    registry.register('applications.register', registration(id, '/mine'), 'currentUser');
    expect(registry.applications().map(({ description }) => description)).toEqual(['/mine']);
    registry.unregister('applications.unregister', id, 'currentUser');
    expect(registry.applications(id).map(({ description }) => description)).toEqual(['/all']);
    expect(changes()).toEqual(['added', 'added', 'deleted']);
  });

  it('refuses a registration that exists, that does not exist, or that exceeds the limit', () => {
    const registry = new ApplicationRegistry(() => undefined);
    const id = createGuid();
    const register = (guid: Guid) => () =>
      registry.register('applications.register', registration(guid), 'currentUser');
    register(id)();
    expect(codeOf(register(id))).toBe('ALREADY_EXISTS');
    expect(codeOf(() => registry.unregister('applications.unregister', id, 'allUsers'))).toBe(
      'NOT_FOUND',
    );
    for (let count = 1; count < 64; count++) register(createGuid())();
    expect(codeOf(register(createGuid()))).toBe('LIMIT_REACHED');
    expect(registry.registrations('currentUser')).toHaveLength(64);
  });
});

describe('ContactList', () => {
  it('reports changes of watched contacts only', () => {
    const { on, changes } = recorder();
    const contacts = new ContactList(on);
    contacts.add('contacts.add', { peerName: 'bob' });
    contacts.update('contacts.update', { peerName: 'bob', isWatched: true });
    contacts.update('contacts.update', { peerName: 'bob', isWatched: true, nickname: 'Bobby' });
    contacts.update('contacts.update', { peerName: 'bob', nickname: 'Bobby' });
    contacts.delete('contacts.delete', 'bob');
    expect(changes()).toEqual(['added', 'updated', 'deleted']);
  });

  it('keeps the credentials of a contact whatever an update says', () => {
    const contacts = new ContactList(
      () => undefined,
      [{ peerName: 'bob', credentials: Uint8Array.of(1) }],
    );
    contacts.update('contacts.update', { peerName: 'bob', credentials: Uint8Array.of(2) });
    expect(contacts.get('contacts.get', 'bob').credentials).toEqual(Uint8Array.of(1));
  });

  it('refuses to add a contact twice, and to use a contact that does not exist', () => {
    const contacts = new ContactList(() => undefined, [{ peerName: 'bob' }]);
    expect(codeOf(() => contacts.add('contacts.add', { peerName: 'bob' }))).toBe('ALREADY_EXISTS');
    for (const act of [
      () => void contacts.get('contacts.get', 'eve'),
      () => contacts.update('contacts.update', { peerName: 'eve' }),
      () => contacts.delete('contacts.delete', 'eve'),
    ]) {
      expect(codeOf(act)).toBe('NOT_FOUND');
    }
  });
});
