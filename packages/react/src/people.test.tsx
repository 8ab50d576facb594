import {
  type CollaborationAdapter,
  CollaborationError,
  type CollaborationObject,
  parseGuid,
} from '@beckon/core';
import { withTables } from '@beckon/core/adapter';
import { addContact } from '@beckon/core/contacts';
import type { MockAdapter } from '@beckon/mock';
import { act } from '@testing-library/react';
import type { ReactNode } from 'react';
import { applicationId, MODES, setStage, settle, type Stage } from '../test/stage.tsx';
import {
  useApplications,
  useContacts,
  useEndpoints,
  useObjects,
  useOwnApplications,
  useOwnObjects,
  useOwnPresence,
  usePeopleNearMe,
  usePresence,
  useSignedIn,
} from './index.ts';

const id = parseGuid(applicationId);
const registration = { application: { id, description: 'Whiteboard' }, program: 'whiteboard' };
const object: CollaborationObject = { id, data: Uint8Array.of(1), publicationScope: 'all' };

describe.each(MODES)('people, $name', (mode) => {
  let stage: Stage;
  let alice: MockAdapter;
  let bob: MockAdapter;

  beforeEach(async () => {
    stage = await setStage({ mode });
    ({ alice } = stage);
    bob = stage.network.join({ name: 'robert', contact: { displayName: 'Bob' } });
    await bob.open();
    const signedIn = Promise.all([alice.visibility.signIn('all'), bob.visibility.signIn('all')]);
    await settle();
    await signedIn;
  });

  async function codeOf(reply: PromiseLike<unknown>): Promise<unknown> {
    return Promise.resolve(reply).then(
      () => 'done',
      (error: unknown) => (error as { code?: unknown }).code,
    );
  }

  /** Waits for what an adapter does. */
  async function done(reply: PromiseLike<unknown>): Promise<void> {
    const settled = Promise.resolve(reply);
    await settle();
    await settled;
  }

  it('usePeopleNearMe lists who is there, the same object until it changes', async () => {
    const { result } = stage.use(usePeopleNearMe);
    expect(result.current).toMatchObject({ state: 'waiting', value: [] });
    await settle();
    const [first] = result.current.value;
    expect(result.current.value).toMatchObject([{ endpoint: bob.endpoint }]);
    const carol = stage.network.join({ name: 'carol' });
    await done(carol.open());
    await done(carol.visibility.signIn('nearMe'));
    expect(result.current.value).toHaveLength(2);
    expect(result.current.value).toContain(first);
    await done(bob.visibility.signOut('all'));
    expect(result.current.value).toMatchObject([{ endpoint: carol.endpoint }]);
  });

  it('usePeopleNearMe lists nobody while this side is signed out', async () => {
    await done(alice.visibility.signOut('all'));
    const { result } = stage.use(usePeopleNearMe);
    await settle();
    expect(result.current).toMatchObject({ state: 'active', value: [] });
    await done(alice.visibility.signIn('all'));
    expect(result.current).toMatchObject({ state: 'active', value: [{ endpoint: bob.endpoint }] });
  });

  it('usePresence follows an endpoint, and is offline when its side is gone', async () => {
    const { result } = stage.use(() => usePresence(bob.endpoint));
    expect(result.current.value).toBeUndefined();
    await settle();
    expect(result.current.value).toEqual({ status: 'online' });
    await done(bob.presence.setOwn({ status: 'busy', text: 'In a meeting' }));
    expect(result.current.value).toEqual({ status: 'busy', text: 'In a meeting' });
    await done(bob.close());
    expect(result.current).toMatchObject({ state: 'active', value: { status: 'offline' } });
  });

  it('components that show the same address watch it once, and end with the last of them', async () => {
    const subscribe = jest.spyOn(alice.endpointData, 'subscribe');
    const changes = jest.spyOn(alice.events, 'changes');
    function Status({ name }: { readonly name: string }): ReactNode {
      const endpoint = { address: bob.endpoint.address, name };
      return `${usePresence(endpoint, { select: (presence) => presence?.status }).value} `;
    }
    const { container, rerender } = stage.show(
      <>
        <Status name="one" />
        <Status name="other" />
      </>,
    );
    await settle();
    expect(container.textContent).toBe('online online ');
    expect(subscribe).toHaveBeenCalledTimes(1);
    const opened = changes.mock.calls.length;
    rerender(<Status name="other" />);
    await settle();
    expect(container.textContent).toBe('online ');
    rerender(null);
    await settle();

    expect(changes).toHaveBeenCalledTimes(opened);
    const replies = [...subscribe.mock.results, ...changes.mock.results].map(
      ({ value }) => value as PromiseLike<{ close(): PromiseLike<void> }>,
    );
    const handles = Promise.all(replies);
    await settle();
    const codes = (await handles).map((handle) => codeOf(handle.close()));
    await settle();
    expect(await Promise.all(codes)).toEqual(codes.map(() => 'CLOSED'));
    expect(jest.getTimerCount()).toBe(0);
  });

  it("what fails while a stream is released goes to the provider's onTeardownError", async () => {
    const onTeardownError = jest.fn();
    const {
      network,
      alice: adapter,
      show,
    } = await setStage({ mode, options: { onTeardownError } });
    const carol = network.join({ name: 'carol' });
    await done(carol.open());
    const failure = new CollaborationError('REMOTE_ERROR', 'the queue does not close');
    const { changes } = adapter.events;
    jest.spyOn(adapter.events, 'changes').mockImplementation(async (...given) => {
      const queue = await changes(...given);
      return { next: () => queue.next(), close: () => Promise.reject(failure) };
    });
    function Page(): ReactNode {
      return [usePresence(carol.endpoint).state, useContacts().state].join();
    }
    const { container, rerender } = show(<Page />);
    await settle();
    expect(container.textContent).toBe('active,active');
    rerender(null);
    await settle();
    expect(onTeardownError.mock.calls).toEqual([[failure], [failure]]);
  });

  it('useOwnPresence has what setPresence sets, and says why it could not', async () => {
    const { result } = stage.use(useOwnPresence);
    await settle();
    const { setPresence } = result.current;
    expect(result.current).toMatchObject({ value: { status: 'online' }, setError: undefined });
    act(() => setPresence({ status: 'busy' }));
    await settle();
    expect(result.current.value).toEqual({ status: 'busy' });
    act(() => setPresence({ status: 'offline' }));
    await settle();
    expect(result.current).toMatchObject({
      state: 'active',
      value: { status: 'busy' },
      setError: { code: 'INVALID_ARGUMENT' },
    });
    act(() => setPresence({ status: 'away' }));
    await settle();
    expect(result.current).toMatchObject({ value: { status: 'away' }, setError: undefined });
    expect(result.current.setPresence).toBe(setPresence);
  });

  it('useOwnPresence is offline while this side is signed out, and setError says so', async () => {
    const { result } = stage.use(useOwnPresence);
    await done(alice.visibility.signOut('all'));
    expect(result.current).toMatchObject({ state: 'active', value: { status: 'offline' } });
    act(() => result.current.setPresence({ status: 'busy' }));
    await settle();
    expect(result.current.setError).toMatchObject({ code: 'NOT_SIGNED_IN' });
    await done(alice.visibility.signIn('all'));
    expect(result.current.value).toEqual({ status: 'online' });
  });

  it('useApplications and useOwnApplications list what can be run', async () => {
    const { result } = stage.use(() => ({
      here: useOwnApplications(),
      there: useApplications(bob.endpoint),
    }));
    await done(bob.applications.register(registration, 'currentUser'));
    expect(result.current.there.value).toEqual([registration.application]);
    await done(alice.applications.register(registration, 'currentUser'));
    expect(result.current.here.value).toEqual([registration.application]);
    await done(bob.applications.unregister(id, 'currentUser'));
    expect(result.current.there.value).toEqual([]);
  });

  it('useObjects and useOwnObjects list what is published', async () => {
    const { result } = stage.use(() => ({
      here: useOwnObjects(),
      there: useObjects(bob.endpoint),
    }));
    await settle();
    const publishing = Promise.all([alice.objects.publish(object), bob.objects.publish(object)]);
    await settle();
    expect(result.current).toMatchObject({ here: { value: [object] }, there: { value: [object] } });
    const [, published] = await publishing;
    await done(published.close());
    expect(result.current).toMatchObject({ here: { value: [object] }, there: { value: [] } });
  });

  it('useContacts has a contact that is added, and useEndpoints where it is', async () => {
    const { result } = stage.use(() => {
      const contacts = useContacts();
      return { contacts, endpoints: useEndpoints(contacts.value[0]) };
    });
    await settle();
    expect(result.current).toMatchObject({
      contacts: { state: 'active', value: [] },
      endpoints: { state: 'waiting', value: [] },
    });
    const card = Promise.resolve(bob.identity.card());
    await settle();
    await done(addContact(alice, await card));
    const [contact] = result.current.contacts.value;
    expect(contact).toMatchObject({ displayName: 'Bob' });
    const cardOfAlice = Promise.resolve(alice.identity.card());
    await settle();
    const adding = Promise.resolve(bob.contacts.add(await cardOfAlice));
    await settle();
    await done(bob.contacts.update({ ...(await adding), canWatchMe: true }));
    await done(alice.contacts.update({ ...contact!, isWatched: true }));

    expect(result.current.contacts.value).toMatchObject([{ isWatched: true }]);
    expect(result.current.endpoints.value).toEqual([bob.endpoint]);
  });

  it('useSignedIn is visible while a component shows it, and signs out of what it added', async () => {
    await done(alice.visibility.signOut('nearMe'));
    const scopeOf = async (): Promise<string> => {
      const scope = Promise.resolve(alice.visibility.scope());
      await settle();
      return scope;
    };
    const signIn = jest.spyOn(alice.visibility, 'signIn');
    function Visible(): ReactNode {
      return useSignedIn('all').state;
    }
    const { container, rerender } = stage.show(
      <>
        <Visible />
        <Visible />
      </>,
    );
    expect(container.textContent).toBe('waitingwaiting');
    await settle();
    expect(container.textContent).toBe('activeactive');
    expect(await scopeOf()).toBe('all');
    rerender(<Visible />);
    expect(await scopeOf()).toBe('all');
    rerender(null);
    await settle();

    expect(await scopeOf()).toBe('internet');
    expect(signIn).toHaveBeenCalledTimes(1);
  });

  it.each<[string, string, () => { readonly error: Error | undefined }]>([
    ['usePeopleNearMe', 'peopleNearMe', usePeopleNearMe],
    ['useContacts', 'contacts', useContacts],
    ['usePresence', 'presence', () => usePresence(bob.endpoint)],
    ['useOwnPresence', 'presence', useOwnPresence],
    ['useApplications', 'applications', () => useApplications(bob.endpoint)],
    ['useOwnApplications', 'applications', useOwnApplications],
    ['useObjects', 'objects', () => useObjects(bob.endpoint)],
    ['useOwnObjects', 'objects', useOwnObjects],
    ['useSignedIn', 'visibility', () => useSignedIn('all')],
  ])('%s says NOT_SUPPORTED of an adapter without the table %s', async (_, table, useHook) => {
    const without = (adapter: MockAdapter): CollaborationAdapter =>
      withTables(adapter, { [table]: undefined }) as unknown as CollaborationAdapter;
    const { use } = await setStage({ mode, adapter: without });
    const { result } = use(useHook);
    await settle();

    expect(result.current.error).toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(result.current.error?.message).toContain(table);
  });
});
