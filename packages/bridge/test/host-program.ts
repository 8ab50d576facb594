// The hosts of bridges, in a worker of their own. Does what the test asks for; see host-worker.ts.
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { CollaborationAdapter } from '@beckon/core';
import { FUNCTION_TABLES } from '@beckon/core/adapter';
import { libp2pAdapter } from '@beckon/libp2p';
import { createMockNetwork } from '@beckon/mock';
import { serveBridgeOverWebSocket } from '../src/node.ts';
import { type BridgeConnection, messagePortPipe, serveBridge } from '../src/server.ts';
import type { HostReply, HostRequest, Hosted, PeerReply, PeerRequest } from './host-worker.ts';

const allow = FUNCTION_TABLES;

interface Side {
  readonly adapter: CollaborationAdapter;
  /** Ends it without a word. */
  readonly kill: () => void | Promise<void>;
}

interface Peer extends Side {
  readonly served: BridgeConnection;
}

/** The sides that can reach each other in one test. */
class Stage {
  readonly #join: () => Side;
  readonly #peers: Peer[] = [];
  #endMine: (() => Promise<void>) | undefined;

  constructor(kind: Hosted) {
    this.#join = kind === 'mock' ? mockSides() : libp2pSide;
  }

  async serve({ pipe, port }: HostRequest): Promise<HostReply> {
    const { adapter } = this.#join();
    const bridge =
      pipe === 'webSocket'
        ? await serveBridgeOverWebSocket(adapter, { allow, allowOrigins: [] })
        : serveBridge(adapter, messagePortPipe(port), { allow });
    this.#endMine = async () => {
      await bridge.close();
      // The bridge has undone every open() of its client.
      if (await closes(adapter)) throw new Error('The bridge has left its adapter open.');
      if ('held' in bridge && bridge.held.handles + bridge.held.events > 0) {
        throw new Error(`The bridge has left ${JSON.stringify(bridge.held)}.`);
      }
    };
    return 'url' in bridge ? { url: bridge.url, token: bridge.token } : {};
  }

  async servePeer({ port }: PeerRequest): Promise<PeerReply> {
    const side = this.#join();
    await side.adapter.open();
    const served = serveBridge(side.adapter, messagePortPipe(port), { allow });
    this.#peers.push({ ...side, served });
    const [endpoint] = await side.adapter.identity.endpoints();
    if (endpoint === undefined) throw new Error('The peer cannot be reached.');
    return { endpoint, contact: await side.adapter.identity.contact() };
  }

  async killPeer(): Promise<void> {
    await this.#peers[0]?.kill();
  }

  async end(): Promise<void> {
    await this.#endMine?.();
    for (const { served, adapter } of this.#peers) {
      await served.close();
      await closeCompletely(adapter);
    }
  }
}

function mockSides(): () => Side {
  const network = createMockNetwork();
  let count = 0;
  return () => {
    count += 1;
    const name = `side-${count}`;
    return { adapter: network.join({ name }), kill: () => network.crash(name) };
  };
}

function libp2pSide(): Side {
  const adapter = libp2pAdapter({ nearMe: true });
  // However often the adapter was opened, it is gone. Its connections end before it can say goodbye, as in a
  // crash of the whole process.
  const kill = (): Promise<void> => {
    for (const connection of adapter.libp2p?.getConnections() ?? []) {
      connection.abort(new Error('killed'));
    }
    return closeCompletely(adapter);
  };
  return { adapter, kill };
}

/** Undoes one open(), if there is one left. */
function closes(adapter: CollaborationAdapter): Promise<boolean> {
  return adapter.close().then(
    () => true,
    () => false,
  );
}

async function closeCompletely(adapter: CollaborationAdapter): Promise<void> {
  while (await closes(adapter));
}

let stage: Stage | undefined;

const actions = {
  serve: (request: HostRequest) => {
    stage = new Stage(request.kind);
    return stage.serve(request);
  },
  servePeer: (request: PeerRequest) => stage?.servePeer(request),
  killPeer: () => stage?.killPeer(),
  end: () => stage?.end(),
};

export type HostAction = keyof typeof actions;

interface Asked {
  readonly action: HostAction;
  readonly request: HostRequest & PeerRequest;
  readonly reply: MessagePort;
}

parentPort?.on('message', ({ action, request, reply }: Asked) => {
  Promise.resolve(actions[action](request)).then(
    (value: unknown) => reply.postMessage({ value }),
    (error: unknown) => reply.postMessage({ error: String(error) }),
  );
});
