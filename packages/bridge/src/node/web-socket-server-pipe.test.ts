import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { recorded } from '../../test/recorded.ts';
import type { MessagePipe } from '../protocol/message-pipe.ts';
import { webSocketServerPipe } from './web-socket-server-pipe.ts';

let server: WebSocketServer;
let client: WebSocket;
/** The host's end. */
let socket: WebSocket;
let pipe: MessagePipe;
let heard: ReturnType<typeof recorded>;

beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  client.on('error', () => undefined);
  [socket] = (await once(server, 'connection')) as [WebSocket];
  if (client.readyState !== client.OPEN) await once(client, 'open');
  pipe = webSocketServerPipe(socket, 1000);
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
  });
});
