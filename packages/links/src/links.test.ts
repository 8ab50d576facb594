import {
  type CollaborationAdapter,
  createGuid,
  incomingInvitations,
  inviteAsync,
  isCollaborationError,
  type OpenReception,
  type ReceivedInvitation,
  type ReceptionVerdict,
} from '@beckon/core';
import { createMockNetwork, type MockAdapter, type MockNetwork } from '@beckon/mock';
import { createLinks, type LinkEvent, type Links, openLink, readLink, writeLink } from './index.ts';
import { MemoryLinkStore } from './link-store.ts';

const applicationId = createGuid();

describe('links', () => {
  let network: MockNetwork;
  let store: MemoryLinkStore;
  let links: Links;
  let bob: MockAdapter;
  let events: LinkEvent[];

  async function person(name: string, options: object = {}): Promise<MockAdapter> {
    const adapter = network.join({ name, ...options });
    await adapter.open();
    await adapter.visibility.signIn('internet');
    return adapter;
  }

  /** Starts or restarts `links` with the same store. */
  async function serve(): Promise<void> {
    links = createLinks({ store });
    links.events$.subscribe((event) => events.push(event));
    await links.serve(bob);
  }

  beforeEach(async () => {
    network = createMockNetwork();
    store = new MemoryLinkStore();
    events = [];
    bob = await person('bob', {
      // A restart replaces `links`.
      reception: (invitation: ReceivedInvitation) =>
        decide(links.reception('contacts'), invitation),
    });
    await serve();
  });
  afterEach(() => links.close());

  const names = async ({ contacts }: CollaborationAdapter): Promise<readonly string[]> =>
    (await contacts!.list()).map(({ peerName }) => peerName).sort();

  const codeOf = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'none',
      (error: unknown) => (isCollaborationError(error) ? error.code : String(error)),
    );

  it('make two people contacts of each other, and report the person', async () => {
    const ada = await person('ada');
    const { text, link } = await links.create(bob, { kind: 'contact' });
    expect(link).toMatchObject({ kind: 'contact', uses: 1, isRevoked: false, usedBy: [] });
    expect(await openLink(ada, text)).toMatchObject({
      state: 'opened',
      contact: { peerName: 'bob' },
    });
    expect([await names(ada), await names(bob)]).toEqual([['bob'], ['ada']]);
    expect(events).toMatchObject([{ type: 'used', peerName: 'ada', link: { id: link.id } }]);
    expect(await links.list()).toMatchObject([{ usedBy: [{ peerName: 'ada' }] }]);
  });

  it('that are used up open nothing, and leave an ordinary request', async () => {
    const [ada, eve] = [await person('ada'), await person('eve')];
    const { text } = await links.create(bob, { kind: 'contact' });
    await openLink(ada, text);
    expect(await openLink(eve, text)).toMatchObject({ state: 'dead', reason: 'spent' });
    expect([await names(eve), await names(bob)]).toEqual([[], ['ada']]);
    const refused = events[1];
    expect(refused).toMatchObject({ type: 'refused', reason: 'spent', peerName: 'eve' });
    if (refused?.type !== 'refused') throw new Error('Nobody was refused.');
    expect(await bob.contacts.add(refused.card)).toMatchObject({ peerName: 'eve' });
    // A person who has used the link may come back.
    await ada.contacts.delete('bob');
    expect(await openLink(ada, text)).toMatchObject({ state: 'opened' });
  });

  it('are used by no more people than allowed, however many come at once', async () => {
    const { text } = await links.create(bob, { kind: 'contact', uses: 3 });
    const people = await Promise.all(Array.from({ length: 20 }, (_, index) => person(`p${index}`)));
    const opened = await Promise.all(people.map((adapter) => openLink(adapter, text)));
    expect(opened.filter(({ state }) => state === 'opened')).toHaveLength(3);
    expect(await names(bob)).toHaveLength(3);
  });

  it('that are revoked or expired open nothing', async () => {
    const ada = await person('ada');
    const revoked = await links.create(bob, { kind: 'contact' });
    await links.revoke(revoked.link.id);
    expect(await openLink(ada, revoked.text)).toMatchObject({ state: 'dead', reason: 'revoked' });
    const expired = await links.create(bob, { kind: 'contact', expiresInMs: 1 });
    expect(await openLink(ada, expired.text)).toMatchObject({ state: 'dead', reason: 'expired' });
    expect(await codeOf(links.revoke('00'))).toBe('NOT_FOUND');
  });

  it('that are forged open nothing', async () => {
    const ada = await person('ada');
    const { text } = await links.create(bob, { kind: 'contact' });
    const content = readLink(text);
    const guesses = Array.from({ length: 60 }, () => ({
      ...content,
      secret: crypto.getRandomValues(new Uint8Array(16)),
    }));
    for (const guess of guesses) {
      expect(await openLink(ada, writeLink(guess))).toMatchObject({
        state: 'dead',
        reason: 'unknown',
      });
    }
    // A few are checked; the rest are refused without a check.
    expect(events.length).toBeLessThanOrEqual(12);
    expect(await names(bob)).toEqual([]);
    // After so many guesses, even the right link of this peer is refused.
    expect(await openLink(ada, text)).toMatchObject({ state: 'dead', reason: 'unknown' });
    const eve = await person('eve');
    const longer = { ...content, expiresAt: content.expiresAt + 1e9 };
    expect(await openLink(eve, writeLink(longer))).toMatchObject({ state: 'opened' });
  }, 30_000);

  it('survive a restart of their creator', async () => {
    const [ada, eve] = [await person('ada'), await person('eve')];
    const { text } = await links.create(bob, { kind: 'contact' });
    await links.close();
    await serve();
    expect(await openLink(ada, text)).toMatchObject({ state: 'opened' });
    await links.close();
    await serve();
    expect(await openLink(eve, text)).toMatchObject({ state: 'dead', reason: 'spent' });
  });

  it('are spent before anything else is done about them', async () => {
    const ada = await person('ada');
    const { text } = await links.create(bob, { kind: 'contact' });
    const put = store.put.bind(store);
    store.put = () => Promise.reject(new Error('The disk is full.'));
    const opening = codeOf(openLink(ada, text));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([await names(bob), events]).toMatchObject([[], [{ type: 'fault' }]]);
    store.put = put;
    await bob.close();
    expect(await opening).toBe('UNREACHABLE');
    expect(await names(ada)).toEqual([]);
  });

  it('let a person invite into one application, and into no other', async () => {
    const ada = await person('ada');
    incomingInvitations(bob).subscribe((incoming) => {
      if (incoming.applicationId === applicationId) incoming.accept().catch(() => undefined);
    });
    const { text } = await links.create(bob, { kind: 'invitation', applicationId });
    const invite = (id: string) =>
      inviteAsync(ada, { to: { endpoint: { address: 'bob' } }, applicationId: id });
    expect(await codeOf(invite(applicationId))).toBe('UNREACHABLE');
    expect(await openLink(ada, text)).toMatchObject({ state: 'opened', applicationId });
    expect(await invite(applicationId)).toMatchObject({ state: 'accepted' });
    expect(await codeOf(invite(createGuid()))).toBe('UNREACHABLE');
    expect(await names(bob)).toEqual([]);
  });

  it('do not outrank a block, on either side', async () => {
    const ada = await person('ada');
    const { text } = await links.create(bob, { kind: 'contact', uses: 2 });
    await openLink(ada, text);
    await bob.contacts.update({ peerName: 'ada', isBlocked: true });
    await ada.contacts.delete('bob');
    expect(await codeOf(openLink(ada, text))).toBe('UNREACHABLE');
    expect(await names(ada)).toEqual([]);
    await ada.contacts.add(await bob.identity.card());
    await ada.contacts.update({ peerName: 'bob', isBlocked: true });
    expect(await codeOf(openLink(ada, text))).toBe('NOT_AUTHORIZED');
  });

  it('that were changed on the way still do what their creator meant', async () => {
    const ada = await person('ada');
    const { text } = await links.create(bob, { kind: 'contact' });
    const forged = writeLink({ ...readLink(text), kind: 'invitation', applicationId });
    expect(await openLink(ada, forged)).toEqual({
      state: 'opened',
      kind: 'contact',
      contact: expect.objectContaining({ peerName: 'bob' }) as object,
    });
  });

  it('that have expired by the own clock end without asking the creator, and report that', async () => {
    const ada = await person('ada');
    const { text } = await links.create(bob, { kind: 'contact' });
    const old = writeLink({ ...readLink(text), expiresAt: 1_000 });
    expect(await openLink(ada, old)).toMatchObject({ reason: 'expired', isAsked: false });
    expect(events).toEqual([]);
  });

  it('keep nobody away who could come without them: before serve(), after close(), without a store', async () => {
    const ada = await person('ada');
    const eve = await person('eve');
    await bob.contacts.add(await ada.identity.card());
    incomingInvitations(bob).subscribe((incoming) => {
      if (incoming.applicationId === applicationId) incoming.accept().catch(() => undefined);
    });
    const invite = async (from: CollaborationAdapter): Promise<string> =>
      inviteAsync(from, { to: { endpoint: { address: 'bob' } }, applicationId }).then(
        ({ state }) => state,
        (error: unknown) => (isCollaborationError(error) ? error.code : String(error)),
      );
    await links.close();
    expect(await invite(ada)).toBe('accepted');
    links = createLinks({ store });
    links.events$.subscribe((event) => events.push(event));
    const early = invite(ada);
    await links.serve(bob);
    expect(await early).toBe('accepted');
    store.get = () => Promise.reject(new Error('The disk is gone.'));
    expect([await invite(ada), await invite(eve)]).toEqual(['accepted', 'UNREACHABLE']);
    expect(events.map(({ type }) => type)).toEqual(['fault', 'fault']);
  });

  it.each([
    ['one store', true],
    ['two stores', false],
  ])('of a person with two programs and %s are opened, and reported once', async (_, isShared) => {
    const other = createLinks({ store: isShared ? store : new MemoryLinkStore() });
    other.events$.subscribe((event) => events.push(event));
    await other.serve(bob);
    const [ada, eve] = [await person('ada'), await person('eve')];
    const { text } = await links.create(bob, { kind: 'contact' });
    expect(await openLink(ada, text)).toMatchObject({ state: 'opened' });
    expect(await openLink(eve, text)).toMatchObject({ state: 'dead', reason: 'spent' });
    await Promise.all([links.close(), other.close()]);
    expect(events.map(({ type }) => type)).toEqual(['used', 'refused']);
  });

  it('of this side itself, wrong requests, and adapters without contacts are refused with a message', async () => {
    const { text } = await links.create(bob, { kind: 'contact' });
    expect(await codeOf(openLink(bob, text))).toBe('INVALID_ARGUMENT');
    await expect(links.create(bob, { kind: 'contact', uses: 0 })).rejects.toThrow(RangeError);
    await expect(links.create(bob, { kind: 'contact', applicationId })).rejects.toThrow(TypeError);
    await expect(links.create(bob, { kind: 'invitation' })).rejects.toThrow(TypeError);
    await expect(links.create(bob, { kind: 'contact', expiresInMs: 0 })).rejects.toThrow(
      RangeError,
    );
    await expect(links.create(bob, { kind: 'contact' }, 'ftp://x')).rejects.toThrow(TypeError);
    expect(await codeOf(createLinks().serve({ name: 'x' } as CollaborationAdapter))).toBe(
      'NOT_SUPPORTED',
    );
  });
});

async function decide(
  reception: OpenReception,
  invitation: ReceivedInvitation,
): Promise<ReceptionVerdict> {
  return typeof reception === 'function' ? reception(invitation) : 'unreachable';
}
