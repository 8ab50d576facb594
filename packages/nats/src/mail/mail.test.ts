import {
  incomingInvitations,
  invite,
  inviteAsync,
  type InvitationStatus,
  type IncomingInvitation,
  sendInvitation,
} from '@beckon/core';
import { connect } from '@nats-io/transport-node';
import { filter, firstValueFrom, ReplaySubject, Subscription } from 'rxjs';
import { memoryStore, startMailServer } from '../../test/mail-server.ts';
import { describeWithServer, NatsServer } from '../../test/nats-server.ts';
import { createPerson, type Person } from '../../test/permissions.ts';
import { type NatsAdapter, natsAdapter, type NatsAdapterOptions, setUpMail } from '../index.ts';

const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';

describeWithServer('invitations for the absent', () => {
  let server: NatsServer;
  let alice: NatsAdapter;
  let bob: Person;
  const open = new Set<NatsAdapter>();

  async function join(options: Partial<NatsAdapterOptions> = {}): Promise<NatsAdapter> {
    const adapter = natsAdapter({ servers: server.url, mail: true, ...options });
    await adapter.open();
    open.add(adapter);
    return adapter;
  }

  async function leave(adapter: NatsAdapter): Promise<void> {
    open.delete(adapter);
    await adapter.close();
  }

  beforeAll(async () => {
    server = await startMailServer();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    bob = createPerson();
    alice = await join({ name: 'Alice' });
  });
  afterEach(() => Promise.all([...open].map(leave)));

  const toBob = (more: { message?: string; data?: Uint8Array; expiresInMs?: number } = {}) => ({
    to: { endpoint: { address: `nats:${bob.peerName}` } },
    applicationId,
    ...more,
  });

  /** The invitations that an adapter shows. */
  function shownTo(adapter: NatsAdapter): ReplaySubject<IncomingInvitation> & { count: number } {
    const shown = Object.assign(new ReplaySubject<IncomingInvitation>(100), { count: 0 });
    incomingInvitations(adapter).subscribe((invitation) => {
      shown.count += 1;
      shown.next(invitation);
    });
    return shown;
  }

  /** Resolves when the adapter has all waiting letters: they come before an invitation that is sent now. */
  async function hasAll(adapter: NatsAdapter): Promise<void> {
    const message = 'the last one';
    const last = firstValueFrom(
      incomingInvitations(adapter).pipe(filter((each) => each.message === message)),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const sent = new Subscription();
    sent.add(invite(alice, toBob({ message })).subscribe());
    await last;
    sent.unsubscribe();
  }

  it('sendInvitation() arrives with its whole content after its sender has left', async () => {
    const data = new Uint8Array(16_384).fill(3);
    const message = 'x'.repeat(255);
    await sendInvitation(alice, toBob({ message, data, expiresInMs: 60_000 }));
    const { peerName } = await alice.identity.contact();
    await leave(alice);
    const shown = shownTo(await join({ seed: bob.seed }));
    const invitation = await firstValueFrom(shown);
    expect(invitation).toMatchObject({
      applicationId,
      message,
      from: {
        contact: { peerName },
        endpoint: { address: `nats:${peerName}`, name: 'Alice' },
        isVerified: true,
      },
    });
    expect(invitation.data).toEqual(data);
    expect(invitation.expiresAt - Date.now()).toBeLessThanOrEqual(60_000);
  });

  it('invite() waits, and is answered when the recipient is back', async () => {
    const states: InvitationStatus['state'][] = [];
    const ended = new Promise<void>((resolve, reject) => {
      invite(alice, toBob({ expiresInMs: 60_000 })).subscribe({
        next: ({ state }) => states.push(state),
        error: reject,
        complete: resolve,
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(states).toEqual(['sending', 'pending']);
    const adapter = await join({ seed: bob.seed });
    incomingInvitations(adapter).subscribe((invitation) => void invitation.accept());
    await ended;
    expect(states).toEqual(['sending', 'pending', 'delivered', 'accepted']);
  });

  it('invite() is never shown after its sender has stopped listening', async () => {
    const sending = invite(alice, toBob()).subscribe();
    await new Promise((resolve) => setTimeout(resolve, 200));
    sending.unsubscribe();
    const adapter = await join({ seed: bob.seed });
    const shown = shownTo(adapter);
    await hasAll(adapter);
    expect(shown.count).toBe(1);
  });

  it('invite() is never shown after its sender is gone', async () => {
    invite(alice, toBob()).subscribe({ error: () => undefined });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await leave(alice);
    const adapter = await join({ seed: bob.seed });
    const shown = shownTo(adapter);
    alice = await join();
    await hasAll(adapter);
    expect(shown.count).toBe(1);
  });

  it('an invitation that expires meanwhile is never shown, and ends as expired', async () => {
    await sendInvitation(alice, toBob({ expiresInMs: 200 }));
    expect(await inviteAsync(alice, toBob({ expiresInMs: 200 }))).toEqual({ state: 'expired' });
    const adapter = await join({ seed: bob.seed });
    const shown = shownTo(adapter);
    await hasAll(adapter);
    expect(shown.count).toBe(1);
  });

  it('an answered invitation does not come again, although the mail was not told', async () => {
    await sendInvitation(alice, toBob({ message: 'once' }));
    const store = memoryStore();
    const first = await join({ seed: bob.seed, store });
    const invitation = await firstValueFrom(shownTo(first));
    expect(await invitation.accept()).toEqual({ state: 'accepted' });
    await leave(first);
    const second = await join({ seed: bob.seed, store });
    const shown = shownTo(second);
    await hasAll(second);
    expect(shown.count).toBe(1);
  });

  it('an invitation that was shown and not answered comes again after a restart', async () => {
    await sendInvitation(alice, toBob({ message: 'wait for me' }));
    for (let run = 0; run < 3; run++) {
      const adapter = await join({ seed: bob.seed });
      expect((await firstValueFrom(shownTo(adapter))).message).toBe('wait for me');
      await leave(adapter);
    }
  });

  it('8 invitations of one sender wait, and the ninth is LIMIT_REACHED until one is taken', async () => {
    for (let i = 0; i < 8; i++) await sendInvitation(alice, toBob({ message: String(i) }));
    await expect(sendInvitation(alice, toBob())).rejects.toMatchObject({ code: 'LIMIT_REACHED' });
    const adapter = await join({ seed: bob.seed });
    const messages: string[] = [];
    await new Promise<void>((resolve) => {
      incomingInvitations(adapter).subscribe((invitation) => {
        messages.push(invitation.message!);
        void invitation.decline();
        if (messages.length === 8) resolve();
      });
    });
    expect(messages).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    await leave(adapter);
    await sendInvitation(alice, toBob({ message: 'again' }));
  });

  it('a blocked sender is not shown, and its letters are dropped', async () => {
    const store = memoryStore();
    const first = await join({ seed: bob.seed, store });
    const { peerName } = await first.contacts.add(await alice.identity.card());
    await first.contacts.update({ peerName, isBlocked: true });
    await leave(first);
    await sendInvitation(alice, toBob());
    const second = await join({ seed: bob.seed, store });
    const shown = shownTo(second);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(shown.count).toBe(0);
    expect(second.counters.refusedByReception).toBeGreaterThan(0);
  });

  it('a letter that somebody else has posted in the name of Alice is dropped', async () => {
    await sendInvitation(alice, toBob());
    const { peerName } = await alice.identity.contact();
    const forger = await connect({ servers: server.url });
    const { mailboxOf } = await import('./mail-subjects.ts');
    const carol = createPerson();
    const wrong = new Uint8Array(200).fill(1);
    await forger.request(mailboxOf(bob.peerName).subject(peerName, '5'), wrong);
    await forger.request(mailboxOf(bob.peerName).subject(carol.peerName, '5'), wrong);
    await forger.close();
    const adapter = await join({ seed: bob.seed });
    const shown = shownTo(adapter);
    await hasAll(adapter);
    expect(shown.count).toBe(2);
    expect(adapter.counters.forgedLetters).toBe(2);
  });

  it('open() says what to do when the mail streams are missing', async () => {
    const bare = await NatsServer.start();
    const adapter = natsAdapter({ servers: bare.url, mail: true });
    await expect(adapter.open()).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringContaining('setUpMail') as string,
    });
    await bare.stop();
  });

  it('setUpMail() can be called again', async () => {
    const connection = await connect({ servers: server.url });
    await setUpMail(connection, { maxBytes: 67_108_864 });
    await connection.close();
  });
});
