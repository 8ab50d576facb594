import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { bridgeAdapter, webSocketPipe } from '../index.ts';

describe('webSocketPipe', () => {
  it('throws NOT_SUPPORTED where there is no WebSocket', () => {
    const { WebSocket: ofPlatform } = globalThis as { WebSocket?: unknown };
    Object.assign(globalThis, { WebSocket: undefined });
    try {
      expect(() => webSocketPipe('ws://127.0.0.1:1', { token: 'x' })).toThrow(
        expect.objectContaining({ code: 'NOT_SUPPORTED' }) as Error,
      );
    } finally {
      if (ofPlatform === undefined) Reflect.deleteProperty(globalThis, 'WebSocket');
      else Object.assign(globalThis, { WebSocket: ofPlatform });
    }
  });

  it('ends with SERVICE_UNAVAILABLE where no host is, with a message that does not hold the token', async () => {
    const token = 'a-token-that-nobody-may-see';
    const connecting = bridgeAdapter(() =>
      webSocketPipe('ws://127.0.0.1:1/beckon', { token, WebSocket }),
    );
    const error: unknown = await connecting.catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringContaining('nobody is at ws://127.0.0.1:1/beckon') as string,
    });
    expect(String(error)).not.toContain(token);
  });

  it.each<[string, string | Buffer]>([
    ['text that is not JSON', '{'],
    ['a binary message', Buffer.from('{}')],
    ['a message outside the protocol', '{"t":"x"}'],
  ])('leaves a host that sends %s', async (_, answer) => {
    const server = new WebSocketServer({
      host: '127.0.0.1',
      port: 0,
      handleProtocols: () => 'beckon.1',
    });
    server.on('connection', (socket) => {
      socket.on('message', () => socket.send(answer));
    });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(
      bridgeAdapter(() => webSocketPipe(`ws://127.0.0.1:${port}`, { token: 'x', WebSocket })),
    ).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    server.close();
    for (const client of server.clients) client.terminate();
    await once(server, 'close');
  });
});
