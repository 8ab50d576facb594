import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ALL_TRAITS, type ConformanceHarness, peerOf } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import type { CollaborationAdapter } from '@beckon/core';
import { WebSocket, WebSocketServer } from 'ws';
import { closeCompletely } from '../test/close-completely.ts';
import { readmeExample } from '../test/readme-example.ts';
import { type EngineAdapter, engineAdapter } from './index.ts';

const { serveUsers, webSocketTransport } = await readmeExample();

// Node 20 has no WebSocket.
Object.assign(globalThis, { WebSocket });

const USERS = new Map(['ada', 'bob', 'carol', 'eve'].map((name) => [`token of ${name}`, name]));

const harness: ConformanceHarness = {
  tables: [
    'invitations',
    'inbox',
    'identity',
    'contacts',
    'channels',
    'visibility',
    'events',
    'presence',
    'applications',
    'objects',
    'endpointData',
  ],
  traits: ALL_TRAITS,
  async setUp() {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const socketsOfBob = new Set<WebSocket>();
    server.on('connection', (socket, { url }) => {
      if (url?.includes('bob') === true) socketsOfBob.add(socket);
    });
    serveUsers(server, USERS);
    const { port } = server.address() as AddressInfo;
    const opened: CollaborationAdapter[] = [];
    const join = (name: string): EngineAdapter =>
      engineAdapter({
        name: 'webSocket',
        transport: webSocketTransport(`ws://127.0.0.1:${port}`, `token of ${name}`),
      });
    const joinOpen = async (name: string) => {
      const adapter = join(name);
      await adapter.open();
      opened.push(adapter);
      return peerOf(adapter, { endpoint: { address: name }, contact: { peerName: name } });
    };
    const adapter = join('ada');
    const peer = await joinOpen('bob');
    return {
      adapter,
      peer: {
        ...peer,
        async kill() {
          for (const socket of socketsOfBob) socket.terminate();
        },
      },
      nowhere: { address: 'nobody' },
      malformed: { address: 'not a name' },
      stranger: { peerName: 'mallory' },
      otherAdapter: async () => join('eve'),
      otherPeer: () => joinOpen('carol'),
      async tearDown() {
        peer.stop();
        await Promise.all([adapter, ...opened].map(closeCompletely));
        for (const socket of server.clients) socket.terminate();
        server.close();
        await once(server, 'close');
      },
    };
  },
};

describeConformance("the engine over an app's own WebSocket server", harness);
