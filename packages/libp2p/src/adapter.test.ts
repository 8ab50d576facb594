import { once } from 'node:events';
import net from 'node:net';
import {
  createGuid,
  EMPTY_GUID,
  type Guid,
  type IncomingInvitation,
  incomingInvitations,
  type Invitation,
  invite,
} from '@beckon/core';
import { multiaddr } from '@multiformats/multiaddr';
import { firstValueFrom, lastValueFrom, map, NEVER, timer, toArray } from 'rxjs';
import {
  acceptAll,
  applicationId,
  closeAdapter,
  closeAll,
  endpointOf,
  openAdapter,
} from '../test/two-adapters.ts';
import { type Libp2pAdapter, libp2pAdapter, type Libp2pAdapterOptions } from './index.ts';

afterEach(closeAll);

const incoming = (adapter: Libp2pAdapter): Promise<IncomingInvitation> =>
  firstValueFrom(incomingInvitations(adapter));

describe('an invitation over loopback', () => {
  it('is delivered with its data, and the answer comes back', async () => {
    const [alice, bob] = await Promise.all([openAdapter({ name: 'Alice' }), openAdapter()]);
    const data = Uint8Array.from({ length: 16_384 }, (_, i) => i % 251);
    const endpoint = await endpointOf(bob);
    const states = lastValueFrom(
      invite(alice, { to: { endpoint }, applicationId, message: 'Chess? ♞', data }).pipe(
        map(({ state }) => state),
        toArray(),
      ),
    );
    const received = await incoming(bob);
    expect(received).toMatchObject({
      applicationId,
      message: 'Chess? ♞',
      data,
      from: {
        isVerified: true,
        contact: await alice.identity.contact(),
        endpoint: { name: 'Alice' },
      },
    });
    expect(await received.accept()).toEqual({ state: 'accepted' });
    expect(await states).toEqual(['sending', 'pending', 'delivered', 'accepted']);
  });

  it('is declined with a message', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    const endpoint = await endpointOf(bob);
    const status = lastValueFrom(invite(alice, { to: { endpoint }, applicationId }));
    const received = await incoming(bob);
    expect(await received.decline('Not now')).toEqual({ state: 'declined' });
    expect(await status).toEqual({ state: 'declined', endpoint, message: 'Not now' });
  });

  it('is withdrawn when the sender unsubscribes', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    const sending = invite(alice, {
      to: { endpoint: await endpointOf(bob) },
      applicationId,
    }).subscribe();
    const received = await incoming(bob);
    sending.unsubscribe();
    expect(await lastValueFrom(received.status$)).toEqual({ state: 'withdrawn' });
    expect(await received.accept()).toEqual({ state: 'withdrawn' });
  });

  it('expires on both sides', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    const endpoint = await endpointOf(bob);
    const status = lastValueFrom(
      invite(alice, { to: { endpoint }, applicationId, expiresInMs: 2_000 }),
    );
    const received = await incoming(bob);
    expect(await lastValueFrom(received.status$)).toEqual({ state: 'expired' });
    expect(await status).toEqual({ state: 'expired' });
  });

  it('fails with UNREACHABLE where nobody listens', async () => {
    const alice = await openAdapter();
    const endpoint = { address: '/ip4/127.0.0.1/tcp/1' };
    await expect(
      lastValueFrom(invite(alice, { to: { endpoint }, applicationId })),
    ).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('fails with CLOSED when the sender closes, and is withdrawn at the recipient', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    const status = lastValueFrom(
      invite(alice, { to: { endpoint: await endpointOf(bob) }, applicationId }),
    );
    const received = await incoming(bob);
    const failed = expect(status).rejects.toMatchObject({ code: 'CLOSED' });
    await closeAdapter(alice);
    await failed;
    expect(await lastValueFrom(received.status$)).toEqual({ state: 'withdrawn' });
  });

  it('fails with UNREACHABLE when the recipient closes', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    const status = lastValueFrom(
      invite(alice, { to: { endpoint: await endpointOf(bob) }, applicationId }),
    );
    await incoming(bob);
    const failed = expect(status).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await closeAdapter(bob);
    await failed;
  });

  it('goes to an address without a PeerId, over one connection however many are sent', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    acceptAll(bob);
    const { address } = await endpointOf(bob);
    const endpoint = { address: address.replace(/\/p2p\/.*/, '') };
    const request = { to: { endpoint }, applicationId };
    const statuses = await Promise.all(
      Array.from({ length: 20 }, () => lastValueFrom(invite(alice, request))),
    );
    expect(statuses.every(({ state }) => state === 'accepted')).toBe(true);
    expect(bob.counters.refusedConnections).toBe(0);
  });

  it('is not lost when it crosses an invitation of the peer, which dials at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
      acceptAll(alice);
      acceptAll(bob);
      const [toAlice, toBob] = await Promise.all([endpointOf(alice), endpointOf(bob)]);
      const statuses = await Promise.all([
        lastValueFrom(invite(alice, { to: { endpoint: toBob }, applicationId })),
        lastValueFrom(invite(bob, { to: { endpoint: toAlice }, applicationId: createGuid() })),
      ]);
      expect(statuses.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
      await closeAll();
    }
  });

  it('can be answered with an invitation back over the same stream, although the sender does not listen', async () => {
    const [alice, bob] = await Promise.all([openAdapter({ listen: [] }), openAdapter()]);
    acceptAll(alice);
    const sending = invite(alice, {
      to: { endpoint: await endpointOf(bob) },
      applicationId,
    }).subscribe();
    const { from } = await incoming(bob);
    const back = invite(bob, { to: { endpoint: from.endpoint }, applicationId: createGuid() });
    expect(await lastValueFrom(back)).toMatchObject({ state: 'accepted' });
    sending.unsubscribe();
  });

  it('is sent anew when the stream had just been ended as idle', async () => {
    const idle = { limits: { idleTimeoutMs: 100, silenceTimeoutMs: 250 } };
    const [alice, bob] = await Promise.all([openAdapter(idle), openAdapter()]);
    acceptAll(bob);
    const request = { to: { endpoint: await endpointOf(bob) }, applicationId };
    for (let round = 0; round < 6; round++) {
      expect(await lastValueFrom(invite(alice, request))).toMatchObject({ state: 'accepted' });
      await firstValueFrom(timer(90 + 10 * round));
    }
  });

  it('to this side itself is refused, also at an address that does not name it', async () => {
    const alice = await openAdapter({ listen: ['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.2/tcp/0'] });
    for (const endpoint of await alice.identity.endpoints()) {
      await expect(
        lastValueFrom(invite(alice, { to: { endpoint }, applicationId })),
      ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
    const { address } = await endpointOf(alice);
    const port = /tcp\/(\d+)/.exec(address)?.[1] ?? '';
    const hidden = { address: `/dns4/localhost/tcp/${port}` };
    await expect(
      lastValueFrom(invite(alice, { to: { endpoint: hidden }, applicationId })),
    ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('travels over WebSockets', async () => {
    const [alice, bob] = await Promise.all([
      openAdapter(),
      openAdapter({ listen: ['/ip4/127.0.0.1/tcp/0/ws'] }),
    ]);
    acceptAll(bob);
    const endpoint = await endpointOf(bob);
    expect(endpoint.address).toContain('/ws/');
    const status = lastValueFrom(invite(alice, { to: { endpoint }, applicationId }));
    expect(await status).toMatchObject({ state: 'accepted' });
  });

  it('is given up when a peer does not finish connecting', async () => {
    const alice = await openAdapter({ limits: { dialTimeoutMs: 300 } });
    const silent = net.createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as net.AddressInfo;
    const endpoint = { address: `/ip4/127.0.0.1/tcp/${port}` };
    await expect(
      lastValueFrom(invite(alice, { to: { endpoint }, applicationId })),
    ).rejects.toMatchObject({ code: 'UNREACHABLE' });
    silent.close();
  });
});

describe('libp2pAdapter', () => {
  it.each<[string, Libp2pAdapterOptions, typeof Error]>([
    ['a limit that is not positive', { limits: { pending: 0 } }, RangeError],
    ['a rate that is not positive', { limits: { rate: { burst: 1, perSecond: -1 } } }, RangeError],
    ['a name of 256 units', { name: 'x'.repeat(256) }, RangeError],
    ['a datastore that is a path', { datastore: './identity' as never }, TypeError],
  ])('refuses %s', (_, options, error) => {
    expect(() => libp2pAdapter(options)).toThrow(error);
  });

  it('listens where only this machine reaches it, unless told otherwise', async () => {
    const endpoints = await (await openAdapter()).identity.endpoints();
    expect(endpoints.map(({ address }) => address)).toEqual([
      expect.stringMatching(/^\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/12D3/),
    ]);
  });

  it.each<[string, Partial<Invitation>]>([
    ['a message of 256 units', { message: 'x'.repeat(256) }],
    ['a message with U+0000', { message: 'a\0b' }],
    ['data of 16 385 bytes', { data: new Uint8Array(16_385) }],
    ['the empty application id', { applicationId: EMPTY_GUID }],
    ['an application id that is no GUID', { applicationId: 'chess' as Guid }],
  ])('refuses %s before anything is sent', async (_, part) => {
    const { invitations } = await openAdapter();
    const invitation = { applicationId: createGuid(), ...part };
    const nowhere = { address: '/ip4/127.0.0.1/tcp/1' };
    const refused = { code: 'INVALID_ARGUMENT' };
    await expect(invitations.inviteEndpoint(nowhere, invitation)).rejects.toMatchObject(refused);
    await expect(invitations.sendToEndpoint(nowhere, invitation)).rejects.toMatchObject(refused);
  });

  it("lends its node while it is open: an app's own protocol shares the connection", async () => {
    const bob = libp2pAdapter();
    expect(bob.libp2p).toBeUndefined();
    const alice = await openAdapter();
    await bob.open();
    acceptAll(bob);
    const endpoint = await endpointOf(bob);
    await lastValueFrom(invite(alice, { to: { endpoint }, applicationId }));

    const greeted = new Promise<string>((resolve) => {
      void bob.libp2p?.handle('/example/1.0.0', (_, { remotePeer }) =>
        resolve(remotePeer.toString()),
      );
    });
    await alice.libp2p?.dialProtocol(multiaddr(endpoint.address), '/example/1.0.0');
    expect(await greeted).toBe((await alice.identity.contact()).peerName);
    expect(alice.libp2p?.getConnections()).toHaveLength(1);

    await bob.close();
    expect(bob.libp2p).toBeUndefined();
  });

  it('refuses an event that it did not make', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    const event = { signaled$: NEVER, close: () => undefined };
    await expect(bob.inbox.changes(event)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(
      alice.invitations.inviteEndpoint(
        await endpointOf(bob),
        { applicationId: createGuid() },
        event,
      ),
    ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('can be tried again when open() failed', async () => {
    const blocked = libp2pAdapter({ listen: ['/ip4/127.0.0.1/tcp/1/quic-v1'] });
    await expect(blocked.open()).rejects.toThrow();
    await expect(blocked.close()).rejects.toMatchObject({ code: 'NOT_INITIALIZED' });
  });
});
