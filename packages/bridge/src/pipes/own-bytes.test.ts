/** @jest-environment jsdom */
// A sandbox with a Uint8Array, an Array and an Object of its own, as every page has.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { runInNewContext } from 'node:vm';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import { createGuid } from '@beckon/core';
import { type ConnectedOver, connectedOver } from '../../test/connected-over.ts';
import { recorded } from '../../test/recorded.ts';
import { messagePortPipe, type MessagePipe, webSocketPipe } from '../index.ts';
import { ReadPace } from '../node/read-pace.ts';
import { webSocketServerPipe } from '../node/web-socket-server-pipe.ts';

const kinds = {
  async messagePort(): Promise<readonly [MessagePipe, MessagePipe]> {
    const { port1, port2 } = new MessageChannel();
    return [messagePortPipe(port1), messagePortPipe(port2)];
  },
  async webSocket(): Promise<readonly [MessagePipe, MessagePipe]> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const connected = once(server, 'connection') as Promise<[WebSocket]>;
    const client = webSocketPipe(`ws://127.0.0.1:${port}`, { token: 'x', WebSocket });
    const [socket] = await connected;
    server.close();
    return [client, webSocketServerPipe(socket, unlimited)];
  },
};

const unlimited = { maxUnsentBytes: Infinity, pace: new ReadPace(() => 1), onCutOff: fail };

function fail(): never {
  throw new Error('cut off');
}

describe.each(['messagePort', 'webSocket'] as const)('over a pipe of kind %s', (kind) => {
  let ends: readonly [MessagePipe, MessagePipe];
  let heard: Promise<unknown>;

  beforeEach(async () => {
    ends = await kinds[kind]();
    ends[0].open(recorded().receiver);
    heard = new Promise((resolve) => {
      ends[1].open({ message: resolve, closed: () => undefined });
    });
  });

  afterEach(() => {
    ends[0].close();
    ends[1].close();
  });

  it.each<[string, Uint8Array]>([
    ['a Uint8Array', Uint8Array.of(1, 2, 3)],
    ['a part of a larger buffer', new Uint8Array([0, 1, 2, 3, 4]).subarray(1, 4)],
    ['a Buffer', Buffer.from([1, 2, 3])],
    ['a Uint8Array of another realm', runInNewContext('Uint8Array.of(1, 2, 3)') as Uint8Array],
  ])(
    '%s arrives as a plain Uint8Array of this realm, with a buffer of its own',
    async (_, bytes) => {
      ends[0].send({ bytes });
      const { bytes: received } = (await heard) as { bytes: Uint8Array };
      expect(Object.getPrototypeOf(received)).toBe(Uint8Array.prototype);
      expect([...received]).toEqual([1, 2, 3]);
      expect(received.byteOffset).toBe(0);
      expect(received.buffer.byteLength).toBe(3);
    },
  );

  it('lists and objects are of this realm, whatever realm they came from', async () => {
    ends[0].send(runInNewContext('({ list: [{ a: 1 }] })'));
    const received = (await heard) as { list: unknown[] };
    expect(received).toStrictEqual({ list: [{ a: 1 }] });
    expect(received.list).toBeInstanceOf(Array);
  });
});

describe.each(['messagePort', 'webSocket'] as const)('over a bridge over a %s', (kind) => {
  let over: ConnectedOver;

  beforeEach(async () => {
    over = await connectedOver(kind);
  });

  afterEach(() => over.end());

  it('the data of an invitation arrives', async () => {
    const invitation = { applicationId: createGuid(), data: Buffer.from([1, 2, 3]) };
    await over.adapter.invitations.inviteEndpoint({ address: 'bob' }, invitation);
    expect(over.hosted.sent[0]?.invitation.data).toStrictEqual(Uint8Array.of(1, 2, 3));
  });
});
