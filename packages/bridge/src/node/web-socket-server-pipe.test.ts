import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { recorded } from '../../test/recorded.ts';
import type { MessagePipe } from '../protocol/message-pipe.ts';
import { ReadPace } from './read-pace.ts';
import { webSocketServerPipe } from './web-socket-server-pipe.ts';

let server: WebSocketServer;
let client: WebSocket;
/** The host's end. */
let socket: WebSocket;
let pipe: MessagePipe;
let cutOffs: number;
let heard: ReturnType<typeof recorded>;
let pace: ReadPace;

beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  client.on('error', () => undefined);
  [socket] = (await once(server, 'connection')) as [WebSocket];
  if (client.readyState !== client.OPEN) await once(client, 'open');
  cutOffs = 0;
  pace = new ReadPace(() => 1);
  pipe = webSocketServerPipe(socket, {
    maxUnsentBytes: 1000,
    pace,
    onCutOff: () => (cutOffs += 1),
  });
  heard = recorded();
  pipe.open(heard.receiver);
});

afterEach(async () => {
  client.terminate();
  socket.terminate();
  server.close();
  await once(server, 'close');
});

describe('webSocketServerPipe', () => {
  it('tells when the other side has gone', async () => {
    client.send('1');
    client.close();
    await once(socket, 'close');
    expect(heard).toMatchObject({ messages: [1], reasons: ['the connection was lost'] });
  });

  it('tells the other side that it is closed, and hears no more itself', async () => {
    const gone = once(socket, 'close');
    pipe.close();
    pipe.close();
    pipe.send('late');
    await once(client, 'close');
    await gone;
    expect(heard).toMatchObject({ messages: [], reasons: [] });
  });

  it.each<[string, string | Buffer]>([
    ['text that is no JSON', '{'],
    ['a binary message', Buffer.from('{}')],
  ])('ends with %s', async (_, message) => {
    client.send(message);
    client.send('"late"');
    await once(socket, 'close');
    expect(heard).toMatchObject({ messages: [], reasons: ['a message cannot be read'] });
    expect(cutOffs).toBe(1);
  });

  it('ends with a frame that cannot be read, and does not wait for the other side', async () => {
    const raw = (client as unknown as { _socket: Socket })._socket;
    raw.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
    raw.pause();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(heard).toMatchObject({ reasons: ['a frame cannot be read'] });
    expect(cutOffs).toBe(1);
  });

  it.each(['ping', 'pong'] as const)('ends with more of %s than a program needs', async (kind) => {
    for (let count = 0; count < 20; count += 1) client[kind]();
    client.send('"still there"');
    await once(socket, 'message');
    expect(heard).toMatchObject({ messages: ['still there'], reasons: [] });
    for (let count = 0; count < 20; count += 1) client[kind]();
    await once(socket, 'close');
    expect(heard).toMatchObject({ reasons: ['it sends too many pings or pongs'] });
  });

  it('lets a client that sends much wait, and loses nothing of it, also when it leaves', async () => {
    const rests = [0, 50, 0];
    pace.count = () => rests.shift() ?? 0;
    let pauses = 0;
    const pause = socket.pause.bind(socket);
    socket.pause = () => {
      pauses += 1;
      pause();
    };
    const ended = new Promise<string>((resolve) => {
      Object.assign(heard.receiver, { closed: resolve });
    });
    for (let count = 0; count < 500; count += 1) client.send(String(count));
    client.close();
    expect(await ended).toBe('the connection was lost');
    expect(pauses).toBe(1);
    expect(heard.messages).toEqual(Array.from({ length: 500 }, (_, count) => count));
  });

  it('reads one message a turn, so that many at once do not hold up the event loop', async () => {
    for (let count = 0; count < 100; count += 1) client.send(String(count));
    await once(socket, 'message');
    const before = heard.messages.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard.messages.length - before).toBeLessThanOrEqual(2);
  });
});
