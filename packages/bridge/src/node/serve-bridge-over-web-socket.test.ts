import diagnosticsChannel from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Duplex } from 'node:stream';
import { createGuid, invite } from '@beckon/core';
import { CountingAdapter, NOTHING_HELD } from '../../test/counting-adapter.ts';
import { echo } from '../../test/echo.ts';
import { createMockNetwork } from '@beckon/mock';
import { lastValueFrom, Subject } from 'rxjs';
import { type ClientOptions, WebSocket, WebSocketServer } from 'ws';
import { bridgeAdapter, webSocketPipe } from '../index.ts';
import {
  listenForPipes,
  serveBridgeOverWebSocket,
  type WebSocketBridge,
  type WebSocketBridgeOptions,
} from '../node.ts';

const page = 'http://localhost:5173';
const invitation = { applicationId: createGuid() };
const megabyte = 1024 * 1024;

const addresses = Object.values(networkInterfaces()).flatMap((of) => of ?? []);
/** An address of this machine that others can reach, or what a skipped test says in its place. */
const outside =
  addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? 'no address';

function whereThereIs(wanted: string): typeof it.skip {
  return addresses.some(({ address }) => address === wanted) ? it : it.skip;
}

/** The server's ends of connections. */
const accepted = new Set<Socket>();

function onAccepted(message: unknown): void {
  accepted.add((message as { readonly socket: Socket }).socket);
  for (const socket of accepted) if (socket.destroyed) accepted.delete(socket);
}

beforeEach(() => {
  accepted.clear();
  diagnosticsChannel.subscribe('net.server.socket', onAccepted);
});

afterEach(() => diagnosticsChannel.unsubscribe('net.server.socket', onAccepted));

let bridge: WebSocketBridge;

async function serve(options: Partial<WebSocketBridgeOptions> = {}): Promise<void> {
  bridge = await serveBridgeOverWebSocket(createMockNetwork().join({ name: 'alice' }), {
    allow: ['invitations', 'inbox', 'identity'],
    allowOrigins: [page],
    ...options,
  });
}

afterEach(() => bridge.close());

/** Ends most cases: whatever has happened, a client that is allowed to can still use the adapter. */
async function expectHonestClientWorks(): Promise<void> {
  const adapter = await bridgeAdapter(() =>
    webSocketPipe(bridge.url, { token: bridge.token, WebSocket }),
  );
  await adapter.open();
  expect(await adapter.identity.endpoints()).toMatchObject([{ address: 'alice' }]);
  await adapter.close();
}

/** The HTTP status that a WebSocket with these headers gets; 101 when it is let in. */
async function statusOf(
  options: ClientOptions = {},
  protocols: string[] = ['beckon.1', `beckon.token.${bridge.token}`],
  url = bridge.url,
): Promise<number | undefined> {
  const socket = new WebSocket(url, protocols, options);
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_, response) => {
      response.resume();
      socket.terminate();
      resolve(response.statusCode);
    });
    socket.on('error', reject);
  });
}

async function openSocket(): Promise<WebSocket> {
  const socket = new WebSocket(bridge.url, ['beckon.1', `beckon.token.${bridge.token}`]);
  await once(socket, 'open');
  socket.on('error', () => undefined);
  return socket;
}

/** A handshake as text, with these headers beside those that each has. */
function upgradeRequest(headers: readonly string[]): string {
  return [
    'GET /beckon HTTP/1.1',
    `Host: ${new URL(bridge.url).host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ...headers,
    '\r\n',
  ].join('\r\n');
}

function rawSocket(): Socket {
  const socket = connect(Number(new URL(bridge.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  return socket;
}

describe('serveBridgeOverWebSocket', () => {
  it('lets in a page of an allowed origin, and a program without one', async () => {
    await serve();
    expect(await statusOf({ origin: page })).toBe(101);
    expect(await statusOf()).toBe(101);
    await expectHonestClientWorks();
  });

  it.each([
    'https://evil.example',
    'http://localhost:5174',
    'https://localhost:5173',
    'null',
    page + '.evil.example',
  ])('refuses a page from %s', async (origin) => {
    await serve();
    expect(await statusOf({ origin })).toBe(403);
    await expectHonestClientWorks();
  });

  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    'localhost:1',
    '127.0.0.1.evil.example:PORT',
    '0.0.0.0:PORT',
  ])('refuses the Host %s, as a rebound DNS name brings it', async (host) => {
    await serve();
    const { port } = new URL(bridge.url);
    expect(await statusOf({ origin: page, headers: { host: host.replace('PORT', port) } })).toBe(
      421,
    );
    await expectHonestClientWorks();
  });

  it('refuses a missing token, a wrong one, one of another length, and another protocol', async () => {
    await serve();
    expect(await statusOf({}, ['beckon.1'])).toBe(401);
    expect(await statusOf({}, ['beckon.1', `beckon.token.${'x'.repeat(43)}`])).toBe(401);
    expect(await statusOf({}, ['beckon.1', 'beckon.token.x'])).toBe(401);
    expect(await statusOf({}, ['beckon.2', `beckon.token.${bridge.token}`])).toBe(400);
    expect(await statusOf({}, [])).toBe(400);
    await expectHonestClientWorks();
  });

  it.each<[string, string, string]>([
    ['NOT_AUTHORIZED', 'its token is wrong', 'the token is wrong'],
    ['LIMIT_REACHED', 'there are as many connections as may be', 'too many connections'],
  ])('tells a page of an allowed origin with %s that %s', async (code, _, text) => {
    await serve({ maxConnections: 1 });
    class PageSocket extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { origin: page });
      }
    }
    const other = code === 'LIMIT_REACHED' ? await openSocket() : undefined;
    const token = code === 'NOT_AUTHORIZED' ? 'x'.repeat(43) : bridge.token;
    const refused = bridgeAdapter(() =>
      webSocketPipe(bridge.url, { token, WebSocket: PageSocket }),
    );
    await expect(refused).rejects.toMatchObject({
      code,
      message: expect.stringContaining(text) as string,
    });
    const [served] = bridge.connections;
    other?.terminate();
    await served?.ended;
    expect(bridge.connections.size).toBe(0);
    await expectHonestClientWorks();
  });

  it('does not wait for the answer of a refused page to its close', async () => {
    await serve();
    const socket = rawSocket();
    socket.write(
      upgradeRequest([`Origin: ${page}`, `Sec-WebSocket-Protocol: beckon.1, beckon.token.wrong`]),
    );
    socket.resume();
    await once(socket, 'end');
    const [served] = accepted;
    if (served?.closed === false) await once(served, 'close');
  });

  it('makes a new token each time, and never sends it', async () => {
    await serve();
    const first = bridge.token;
    const socket = await openSocket();
    expect(socket.protocol).toBe('beckon.1');
    socket.terminate();
    await bridge.close();
    await serve();
    expect(bridge.token).not.toBe(first);
    expect(bridge.token).toMatch(/^[\w-]{43}$/);
  });

  it('answers plain HTTP with 426, and other paths with 404', async () => {
    await serve();
    const { port } = new URL(bridge.url);
    const plain = request({ host: '127.0.0.1', port, path: '/beckon' }).end();
    const [response] = (await once(plain, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(426);
    expect(await statusOf({}, undefined, bridge.url.replace('/beckon', '/other'))).toBe(404);
  });

  it('throws for an origin, token or limit of the wrong form', async () => {
    const adapter = createMockNetwork().join({ name: 'alice' });
    const options = { allow: [], allowOrigins: [] };
    const attempt = (more: Partial<WebSocketBridgeOptions>) =>
      serveBridgeOverWebSocket(adapter, { ...options, ...more });
    for (const origin of ['*', 'null', 'localhost:5173', `${page}/`]) {
      await expect(attempt({ allowOrigins: [origin] })).rejects.toThrow(TypeError);
    }
    await expect(attempt({ token: 'short' })).rejects.toThrow(TypeError);
    await expect(attempt({ maxConnections: 0 })).rejects.toThrow(RangeError);
    await expect(attempt({ limits: { messageBytes: -1 } })).rejects.toThrow(RangeError);
  });

  it('cuts off a message of 100 MB by its header, and does not take it in', async () => {
    await serve();
    const socket = await openSocket();
    const before = process.memoryUsage().external;
    const [closed] = [once(socket, 'close')];
    // The header of a masked text frame of 100 MB, and then megabyte after megabyte.
    const raw = (socket as unknown as { _socket: Socket })._socket;
    raw.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x06, 0x40, 0, 0, 1, 2, 3, 4]));
    const chunk = Buffer.alloc(megabyte);
    let sent = 0;
    while (!raw.destroyed && raw.writable && sent < 100) {
      sent += 1;
      if (!raw.write(chunk))
        await Promise.race([new Promise((resolve) => raw.once('drain', resolve)), closed]);
    }
    await closed;
    expect(sent).toBeLessThan(100);
    expect(process.memoryUsage().external - before).toBeLessThan(20 * megabyte);
    await expectHonestClientWorks();
  });

  it.each<[string, string | Buffer]>([
    ['text that is no JSON', 'garbage'],
    ['JSON that is no message', '[[[[[]]]]]'],
    ['deep JSON', '['.repeat(100_000)],
    ['bytes that are no base64', '{"t":"s","i":"1","r":{"$bytes":"*"}}'],
    ['a prototype', '{"__proto__":{"t":"q"},"constructor":1}'],
    ['a binary message', Buffer.from([1, 2, 3])],
  ])('disconnects a client that sends %s', async (_, message) => {
    await serve();
    const socket = await openSocket();
    socket.send(message);
    await once(socket, 'close');
    await expectHonestClientWorks();
  });

  it('disconnects a client that sends frames that are no WebSocket frames', async () => {
    await serve();
    const socket = await openSocket();
    const raw = (socket as unknown as { _socket: Socket })._socket;
    raw.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
    await once(socket, 'close');
    await expectHonestClientWorks();
  });

  it('disconnects a client that floods it', async () => {
    await serve({ limits: { callsPerSecond: 50 } });
    const socket = await openSocket();
    const closed = once(socket, 'close');
    for (let count = 0; count < 1000; count += 1) socket.send('{"t":"q","m":"ping","a":[]}');
    await closed;
    await expectHonestClientWorks();
  });

  it('counts a client that has left until the adapter has taken back what it held', async () => {
    const hosted = new CountingAdapter();
    bridge = await serveBridgeOverWebSocket(hosted, {
      allow: ['invitations'],
      allowOrigins: [],
      maxConnections: 1,
    });
    const { url, token } = bridge;
    const adapter = await bridgeAdapter(() => webSocketPipe(url, { token, WebSocket }));
    await adapter.open();
    const handle = await adapter.invitations.inviteEndpoint({ address: 'bob' }, invitation);
    let cancelled: (() => void) | undefined;
    const cancelling = new Promise<void>((resolve) => {
      Object.assign(hosted.sent[0] ?? {}, {
        cancel() {
          resolve();
          return new Promise<void>((reply) => (cancelled = reply));
        },
      });
    });
    const [served] = bridge.connections;
    const [socket] = accepted;
    socket?.destroy();
    await cancelling;
    expect(await statusOf()).toBe(503);
    cancelled?.();
    await served?.ended;
    expect(await statusOf()).toBe(101);
    await expect(handle.response()).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('serves no more clients than it may, and the next when one has gone', async () => {
    await serve({ maxConnections: 2 });
    const first = await openSocket();
    const second = await openSocket();
    expect(await statusOf()).toBe(503);
    const [served] = [...bridge.connections];
    first.terminate();
    await served?.ended;
    await expectHonestClientWorks();
    second.terminate();
  });

  it('has 512 handshakes at a time, of which the oldest makes room for a new one', async () => {
    await serve({ maxConnections: 1, handshakeTimeoutMs: 60_000 });
    const silent = await Promise.all(
      Array.from({ length: 512 }, async () => {
        const socket = rawSocket();
        await once(socket, 'connect');
        return socket;
      }),
    );
    const displaced = Promise.race(silent.map((socket) => once(socket, 'close')));
    await expectHonestClientWorks();
    await displaced;
    expect(bridge.counters).toEqual({ letIn: 1, refused: 0, displaced: 1, cutOff: 0 });
    const gone = [...accepted].map((socket) => once(socket, 'close'));
    for (const socket of silent) socket.destroy();
    await Promise.all(gone);
  });

  it('takes headers of 8 kB', async () => {
    await serve();
    const headers = { cookie: 'x'.repeat(7000) };
    expect(await statusOf({ headers })).toBe(101);
    expect(await statusOf({ headers: { cookie: 'x'.repeat(8192) } })).toBe(431);
    await expectHonestClientWorks();
  });

  it('agrees to no compression', async () => {
    await serve();
    const socket = await openSocket();
    expect(socket.extensions).toBe('');
    socket.terminate();
  });

  it.each([
    ['says nothing', ''],
    ['stops in the middle of its headers', 'GET /beckon HTTP/1.1\r\nHost: 127.0'],
  ])('hangs up on a handshake that %s', async (_, text) => {
    await serve({ handshakeTimeoutMs: 300 });
    const socket = rawSocket();
    socket.write(text);
    socket.resume();
    await once(socket, 'close');
    await expectHonestClientWorks();
  });

  it('outlives ten thousand connections, and keeps nothing of them', async () => {
    await serve({ handshakeTimeoutMs: 300 });
    const before = process.memoryUsage();
    const outcomes = { refused: 0, letIn: 0 };
    const attempt = async (number: number): Promise<void> => {
      const socket = rawSocket();
      const closed = new Promise((resolve) => socket.once('close', resolve));
      // A third says nothing, a third garbage, a third a right handshake with a wrong token.
      if (number % 3 === 1) socket.write('\u0000garbage\r\n\r\n');
      if (number % 3 === 2) {
        socket.write(
          upgradeRequest([`Sec-WebSocket-Protocol: beckon.1, beckon.token.${'x'.repeat(43)}`]),
        );
      }
      socket.on('data', (data) => {
        if (data.toString().startsWith('HTTP/1.1 101')) outcomes.letIn += 1;
      });
      await closed;
      outcomes.refused += 1;
    };
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < 10_000) await attempt(next++);
    };
    await Promise.all(Array.from({ length: 250 }, worker));
    expect(outcomes).toEqual({ refused: 10_000, letIn: 0 });
    expect(bridge.counters).toMatchObject({ letIn: 0, refused: 3333 });
    expect(bridge.connections.size).toBe(0);
    expect(process.memoryUsage().heapUsed - before.heapUsed).toBeLessThan(50 * megabyte);
    await expectHonestClientWorks();
  }, 60_000);

  it('releases what a client held when its socket drops', async () => {
    await serve();
    const sockets: WebSocket[] = [];
    class RecordedSocket extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols);
        sockets.push(this);
      }
    }
    const adapter = await bridgeAdapter(() =>
      webSocketPipe(bridge.url, { token: bridge.token, WebSocket: RecordedSocket }),
    );
    await adapter.open();
    const event = adapter.createEvent();
    const handle = await adapter.invitations.inviteEndpoint({ address: 'bob' }, invitation, event);
    const [served] = [...bridge.connections];
    expect(served?.held).toMatchObject({ handles: 1, events: 1 });
    sockets[0]?.terminate();
    await served?.ended;
    expect(served?.held).toMatchObject({ handles: 0, events: 0 });
    await lastValueFrom(event.signaled$, { defaultValue: undefined });
    await expect(handle.response()).rejects.toMatchObject({ code: 'CLOSED' });
    // And it connects anew by itself.
    expect(await adapter.identity.endpoints()).toHaveLength(1);
    await adapter.close();
  });

  it('leaves nothing when a client takes hundreds of invitations back at once', async () => {
    const hosted = new CountingAdapter();
    bridge = await serveBridgeOverWebSocket(hosted, { allow: ['invitations'], allowOrigins: [] });
    const { url, token } = bridge;
    const adapter = await bridgeAdapter(() => webSocketPipe(url, { token, WebSocket }));
    await adapter.open();
    const request = { to: { endpoint: { address: 'bob' } }, ...invitation };
    const failures: unknown[] = [];
    const fail = (error: unknown): void => void failures.push(error);
    // Each makes two calls: 900 of the 1000 that may come at once.
    const sent = Array.from({ length: 450 }, () => {
      const pending$ = new Subject<void>();
      const subscription = invite(adapter, request, { onTeardownError: fail }).subscribe({
        next: ({ state }) => state === 'pending' && pending$.complete(),
        error: fail,
      });
      return { subscription, pending: lastValueFrom(pending$, { defaultValue: undefined }) };
    });
    await Promise.all(sent.map(({ pending }) => pending));
    for (const { subscription } of sent) subscription.unsubscribe();
    while (hosted.held.invitations + hosted.held.events > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(failures).toEqual([]);
    expect(hosted.held).toEqual({ ...NOTHING_HELD, adapter: 1 });
    await adapter.close();
  });

  it('closing it ends pending invitations with CLOSED; the same clients are served when it is back', async () => {
    await serve();
    const { url, token } = bridge;
    const adapter = await bridgeAdapter(() => webSocketPipe(url, { token, WebSocket }));
    await adapter.open();
    const pending = lastValueFrom(
      invite(adapter, { to: { endpoint: { address: 'nobody' } }, ...invitation }),
    );
    const [, ended] = await Promise.all([bridge.close(), pending.catch((error: unknown) => error)]);
    expect(ended).toMatchObject({ code: 'CLOSED' });
    await expect(adapter.identity.endpoints()).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    await serve({ port: Number(new URL(url).port), token });
    expect(bridge.url).toBe(url);
    expect(await adapter.identity.endpoints()).toMatchObject([{ address: 'alice' }]);
    await adapter.close();
  });

  describe('on a shared HTTP server', () => {
    let server: Server;

    beforeEach(async () => {
      server = createServer((_, response) => response.end('the page'));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    });

    afterEach(async () => {
      await bridge.close();
      // Other than its own it leaves open.
      expect(server.listening).toBe(true);
      await closeServer();
    });

    async function closeServer(): Promise<void> {
      server.close();
      for (const socket of accepted) socket.destroy();
      await once(server, 'close');
    }

    async function relisten(address: string): Promise<void> {
      if (server.listening) await closeServer();
      server.listen(0, address);
      await once(server, 'listening');
    }

    for (const [address, url, loopback] of [
      ['0.0.0.0', 'ws://127.0.0.1:', '127.0.0.1'],
      ['::', 'ws://[::1]:', '::1'],
      ['::1', 'ws://[::1]:', '::1'],
    ] as const) {
      whereThereIs(loopback)(
        `that listens on ${address} tells a url that lets clients in`,
        async () => {
          await relisten(address);
          await serve({ server });
          expect(bridge.url).toMatch(url);
          await expectHonestClientWorks();
        },
      );
    }

    whereThereIs(outside)(
      'that listens on another address than loopback tells so in place of a url',
      async () => {
        await relisten(outside);
        await serve({ server });
        expect(() => bridge.url).toThrow(
          expect.objectContaining({
            code: 'INVALID_ARGUMENT',
            message: expect.stringContaining(`listens on ${outside}`) as string,
          }) as Error,
        );
      },
    );

    whereThereIs(outside)(
      'that listens everywhere lets nobody in who comes by another address than loopback',
      async () => {
        await relisten('0.0.0.0');
        await serve({ server });
        const { host } = new URL(bridge.url);
        const url = bridge.url.replace('127.0.0.1', outside);
        expect(await statusOf({ headers: { host } }, undefined, url)).toBe(403);
        expect(await statusOf({ headers: { host } })).toBe(101);
      },
    );

    it('that does not listen yet tells so in place of a url', async () => {
      await closeServer();
      await serve({ server });
      expect(() => bridge.url).toThrow(
        expect.objectContaining({ code: 'NOT_INITIALIZED' }) as Error,
      );
      await relisten('127.0.0.1');
      await expectHonestClientWorks();
    });

    const at = (path: string): string => bridge.url.replace('/beckon', path);

    it('outlives a reset of a connection that asks for another path', async () => {
      await serve({ server });
      const socket = rawSocket();
      socket.write(
        'GET /other HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      );
      await once(server, 'upgrade');
      const [served] = accepted;
      const closed = new Promise((resolve) => served?.once('close', resolve));
      socket.resetAndDestroy();
      await closed;
      await expectHonestClientWorks();
    });

    it('answers a request with 404 when none of its listeners takes it, two of this package among them', async () => {
      await serve({ server, handshakeTimeoutMs: 100 });
      const other = await listenForPipes(
        { server, path: '/board', token: bridge.token, allowOrigins: [], handshakeTimeoutMs: 100 },
        echo,
      );
      server.on('upgrade', () => undefined);
      expect(await statusOf({}, undefined, at('/other'))).toBe(404);
      expect(await statusOf({}, undefined, at('/board'))).toBe(101);
      await expectHonestClientWorks();
      await other.close();
    });

    it('leaves a request alone that another listener takes, at once or later', async () => {
      const reload = new WebSocketServer({ noServer: true });
      const take = (request: IncomingMessage, socket: Duplex, head: Buffer): void =>
        reload.handleUpgrade(request, socket, head, (client) =>
          client.on('message', (data) => client.send(data)),
        );
      server.on('upgrade', (request, socket, head) => {
        if (request.url === '/before') take(request, socket, head);
      });
      await serve({ server, handshakeTimeoutMs: 100 });
      server.on('upgrade', (request, socket, head) => {
        if (request.url === '/after') take(request, socket, head);
        if (request.url === '/later') setImmediate(take, request, socket, head);
      });
      const taken = ['/before', '/after', '/later'].map((path) => new WebSocket(at(path)));
      await Promise.all(taken.map((socket) => once(socket, 'open')));
      // Its time is up after theirs.
      expect(await statusOf({}, undefined, at('/other'))).toBe(404);
      for (const socket of taken) {
        socket.send('still there');
        await once(socket, 'message');
        socket.terminate();
      }
      await expectHonestClientWorks();
    });
  });
});
