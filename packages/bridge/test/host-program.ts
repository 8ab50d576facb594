// The hosts of bridges, in a worker of their own. Does what the test asks for; see host-worker.ts.
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { CollaborationAdapter, Contact, Endpoint } from '@beckon/core';
import { libp2pAdapter } from '@beckon/libp2p';
import { createMockNetwork } from '@beckon/mock';
import { serveBridgeOverWebSocket } from '../src/node.ts';
import { messagePortPipe, serveBridge } from '../src/server.ts';
import type { HostRequest, Hosted, HostReply } from './host-worker.ts';

const allow = ['invitations', 'inbox', 'identity'] as const;

interface Side {
  readonly adapter: CollaborationAdapter;
  /** Ends it without a word. */
  readonly kill: () => void | Promise<void>;
}

/** Ends what the last request has started. */
let tearDown: (() => Promise<void>) | undefined;
let killPeer: Side['kill'] = () => undefined;

async function sides(kind: Hosted): Promise<readonly [Side, Side]> {
  if (kind === 'mock') {
    const network = createMockNetwork();
    const side = (name: string): Side => ({
      adapter: network.join({ name }),
      kill: () => network.crash(name),
    });
    return [side('alice'), side('bob')];
  }
  const side = (): Side => {
    const adapter = libp2pAdapter();
    // As near as it comes without ending the thread: however often it was opened, it is gone.
    return { adapter, kill: () => closeCompletely(adapter) };
  };
  return [side(), side()];
}

async function closeCompletely(adapter: CollaborationAdapter): Promise<void> {
  for (let isOpen = true; isOpen;) {
    isOpen = await adapter.close().then(
      () => true,
      () => false,
    );
  }
}

async function start({ kind, pipe, port, peerPort }: HostRequest): Promise<HostReply> {
  const [mine, peer] = await sides(kind);
  await peer.adapter.open();
  killPeer = peer.kill;
  const servedPeer = serveBridge(peer.adapter, messagePortPipe(peerPort), { allow });
  const over =
    pipe === 'webSocket'
      ? await serveBridgeOverWebSocket(mine.adapter, { allow, allowOrigins: [] })
      : serveBridge(mine.adapter, messagePortPipe(port), { allow });
  tearDown = async () => {
    await over.close();
    await servedPeer.close();
    await closeCompletely(peer.adapter);
    // The bridge has undone every open() of its client.
    const isLeftOpen = await mine.adapter.close().then(
      () => true,
      () => false,
    );
    if (isLeftOpen) throw new Error('The bridge has left its adapter open.');
    if ('held' in over && over.held.handles + over.held.events > 0) {
      throw new Error(`The bridge has left ${JSON.stringify(over.held)}.`);
    }
  };
  const [endpoint] = (await peer.adapter.identity.endpoints()) as [Endpoint];
  const contact = (await peer.adapter.identity.contact()) as Contact;
  return { endpoint, contact, ...('url' in over ? { url: over.url, token: over.token } : {}) };
}

const actions = {
  start: (request: HostRequest) => start(request),
  kill: async () => killPeer(),
  tearDown: async () => tearDown?.(),
};

export type HostActions = typeof actions;

parentPort?.on(
  'message',
  ({
    action,
    request,
    reply,
  }: {
    action: keyof HostActions;
    request: HostRequest;
    reply: MessagePort;
  }) => {
    actions[action](request).then(
      (value) => reply.postMessage({ value }),
      (error: unknown) => reply.postMessage({ error: String(error) }),
    );
  },
);
