import { incomingInvitations, invite, inviteAsync } from '@beckon/core';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { Stopwatch } from 'test-support/stopwatch';
import { describeWithServer, NatsServer } from '../test/nats-server.ts';
import { type NatsAdapter, natsAdapter } from './index.ts';

const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';

describeWithServer('a broker that goes away', () => {
  let server: NatsServer;
  let alice: NatsAdapter;
  let bob: NatsAdapter;

  beforeEach(async () => {
    server = await NatsServer.start();
    alice = natsAdapter({ servers: server.url });
    bob = natsAdapter({ servers: server.url });
    await Promise.all([alice.open(), bob.open()]);
  });
  afterEach(async () => {
    await Promise.all([alice.close(), bob.close()]);
    await server.stop();
  });

  const toBob = async () => {
    const [endpoint] = await bob.identity.endpoints();
    return { to: { endpoint: endpoint! }, applicationId };
  };

  /** Resolves when Bob has the invitation. `failed` resolves with the error that it ends with. */
  async function pending(): Promise<{ failed: Promise<unknown> }> {
    const status$ = invite(alice, await toBob());
    const failed = lastValueFrom(status$).then(
      () => {
        throw new Error('The invitation was answered.');
      },
      (error: unknown) => error,
    );
    await firstValueFrom(incomingInvitations(bob));
    return { failed };
  }

  it('ends pending invitations, and serves again when it is back', async () => {
    const { failed } = await pending();
    await server.kill();
    expect(await failed).toMatchObject({ code: 'UNREACHABLE' });
    expect(alice.counters.lostConnections).toBeGreaterThan(0);
    await server.restart();
    incomingInvitations(bob).subscribe((invitation) => void invitation.accept());
    for (;;) {
      // The side that is back first may find the other still absent.
      const status = await inviteAsync(alice, await toBob()).catch(() => undefined);
      if (status === undefined) continue;
      expect(status.state).toBe('accepted');
      return;
    }
  });

  it('is noticed within 4 seconds when it falls silent', async () => {
    const { failed } = await pending();
    const stopwatch = new Stopwatch();
    server.freeze();
    expect(await failed).toMatchObject({ code: 'UNREACHABLE' });
    expect(stopwatch.stop()).toBeLessThan(4_000);
  });

  it('makes open() fail with SERVICE_UNAVAILABLE and its address when it is not there', async () => {
    await server.kill();
    const late = natsAdapter({ servers: server.url });
    await expect(late.open()).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringContaining(server.url) as string,
    });
  });

  it('reports at once that a person is absent', async () => {
    const request = await toBob();
    await bob.close();
    const stopwatch = new Stopwatch();
    await expect(inviteAsync(alice, request)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(stopwatch.stop()).toBeLessThan(500);
    await bob.open();
  });

  it('keeps the adapter closable while it is away', async () => {
    await server.kill();
    const closed = natsAdapter({ servers: server.url });
    await expect(closed.open()).rejects.toThrow();
    await server.restart();
    await closed.open();
    await server.kill();
    await closed.close();
    await server.restart();
  });

  it('gives the same identity from a store, and another without', async () => {
    const kept = new Map<string, Uint8Array>();
    const store = {
      get: async (key: string) => kept.get(key),
      put: async (key: string, document: Uint8Array) => void kept.set(key, document),
    };
    const names: string[] = [];
    for (const options of [{ store }, { store }, {}, {}]) {
      const adapter = natsAdapter({ servers: server.url, ...options });
      await adapter.open();
      names.push((await adapter.identity.contact()).peerName);
      await adapter.close();
    }
    expect(names[0]).toBe(names[1]);
    expect(new Set(names).size).toBe(3);
  });
});
