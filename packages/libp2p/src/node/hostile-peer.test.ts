import net from 'node:net';
import { invite } from '@beckon/core';
import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { lastValueFrom } from 'rxjs';
import { hostileNode, type RawMuxer, rawMuxer } from '../../test/hostile-node.ts';
import { PeerProcess } from 'test-support/peer-process';
import { Stopwatch } from 'test-support/stopwatch';
import {
  acceptAll,
  applicationId,
  closeAll,
  endpointOf,
  openAdapter,
} from '../../test/two-adapters.ts';
import { createPrivateKey } from './private-key.ts';
import type { Libp2pAdapter, Libp2pAdapterOptions } from '../index.ts';
import { INVITATION_PROTOCOL } from '../transport/protocol.ts';

const print = (figure: string): void => void process.stdout.write(`${figure}\n`);
const MEBIBYTE = 1 << 20;

const hostile: Libp2p[] = [];

afterEach(async () => {
  await Promise.all(hostile.splice(0).map(async (node) => node.stop()));
  await closeAll();
});

/** An adapter that accepts everything. */
async function openVictim(options: Libp2pAdapterOptions = {}): Promise<Libp2pAdapter> {
  const victim = await openAdapter(options);
  acceptAll(victim);
  return victim;
}

async function attack(address: string): Promise<Connection> {
  const node = await hostileNode();
  hostile.push(node);
  return node.dial(multiaddr(address));
}

/** Lets an honest peer invite. Resolves with the time until it is accepted. */
async function honestMs(victimAddress: string, honest?: Libp2pAdapter): Promise<number> {
  const adapter = honest ?? (await openAdapter());
  const stopwatch = new Stopwatch();
  const request = { to: { endpoint: { address: victimAddress } }, applicationId };
  expect(await lastValueFrom(invite(adapter, request))).toMatchObject({ state: 'accepted' });
  return stopwatch.stop();
}

const closed = (target: Pick<Connection, 'status' | 'addEventListener'>): Promise<void> =>
  new Promise((resolve) => {
    if (target.status !== 'open') resolve();
    target.addEventListener('close', () => resolve());
  });

describe('a hostile peer', () => {
  it.each([0, 512])(
    'that announces 1 GiB and sends %d KiB of it is cut off, and nobody else notices',
    async (kib) => {
      const victim = await openVictim();
      const honest = await openAdapter();
      const { address } = await endpointOf(victim);
      await honestMs(address, honest);
      const stream = await (await attack(address)).newStream(INVITATION_PROTOCOL);
      const cut = closed(stream);
      stream.send(Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x04));
      if (kib > 0) stream.send(new Uint8Array(kib * 1_024));
      await cut;
      expect(victim.counters.oversizedFrames).toBe(1);
      await honestMs(address, honest);
    },
  );

  it('that sends one byte at a time is cut off when its frame is late', async () => {
    const victim = await openVictim({ limits: { frameTimeoutMs: 300, silenceTimeoutMs: 500 } });
    const connection = await attack((await endpointOf(victim)).address);
    const streams = await Promise.all(
      Array.from({ length: 4 }, () => connection.newStream(INVITATION_PROTOCOL)),
    );
    const cut = Promise.all(streams.map(closed));
    const dripping = setInterval(() => {
      for (const stream of streams) {
        if (stream.writeStatus === 'writable') stream.send(Uint8Array.of(0x80 | 100));
      }
    }, 200);
    const first = setImmediate(() => streams.forEach((stream) => stream.send(Uint8Array.of(100))));
    await cut;
    clearInterval(dripping);
    clearImmediate(first);
    expect(victim.counters.slowStreams).toBe(4);
  });

  it('that opens a stream and says nothing is cut off', async () => {
    const victim = await openVictim({ limits: { frameTimeoutMs: 300, silenceTimeoutMs: 500 } });
    const connection = await attack((await endpointOf(victim)).address);
    await closed(await connection.newStream(INVITATION_PROTOCOL));
    expect(victim.counters.slowStreams).toBe(1);
  });

  it('that opens and resets streams without end loses its connection', async () => {
    const victim = await openVictim();
    const honest = await openAdapter();
    const { address } = await endpointOf(victim);
    await honestMs(address, honest);
    const connection = await attack(address);
    const cut = closed(connection);
    let opened = 0;
    for (let isOpen = true; isOpen; opened += 1) {
      isOpen = await connection.newStream(INVITATION_PROTOCOL).then(
        (stream) => {
          stream.abort(new Error('flood'));
          return true;
        },
        () => false,
      );
    }
    await cut;
    print(
      `open/reset flood: cut off after ${opened} streams; honest peer: ${(await honestMs(address, honest)).toFixed(1)} ms`,
    );
    expect(opened).toBeLessThan(250);
    expect(victim.counters.streamFloods).toBe(1);
  });

  it('that opens streams and never names a protocol loses its connection', async () => {
    const victim = await openVictim();
    const { address } = await endpointOf(victim);
    const connection = await attack(address);
    const cut = closed(connection);
    // From now on the connection is in use at the other side too.
    await connection.newStream(INVITATION_PROTOCOL);
    const muxer = rawMuxer(connection);
    for (let i = 0; i < 5_000; i++) muxer.openStream();
    await cut;
    expect(victim.counters.streamFloods).toBe(1);
    print(
      `5 000 streams that never negotiate: cut off; honest peer: ${(await honestMs(address)).toFixed(1)} ms`,
    );
  });

  it('that floods one address with silent connections locks nobody out', async () => {
    const victim = await openVictim();
    const { address } = await endpointOf(victim);
    const port = portOf(address);
    // From several addresses, because each has a limit.
    const sockets = Array.from({ length: 100 }, (_, i) =>
      net.connect({ port, host: '127.0.0.1', localAddress: `127.0.0.${2 + (i % 4)}` }),
    );
    await Promise.all(
      sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))),
    );
    for (const socket of sockets) socket.on('error', () => undefined);
    const tookMs = await honestMs(address);
    print(`honest peer beside 100 silent connections: ${tookMs.toFixed(0)} ms`);
    expect(tookMs).toBeLessThan(2_000);
    for (const socket of sockets) socket.destroy();
  });

  it('that sends garbage in place of a handshake is cut off', async () => {
    const victim = await openVictim();
    const { address } = await endpointOf(victim);
    const port = portOf(address);
    const socket = net.connect({ port, host: '127.0.0.1' });
    const cut = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.write(Uint8Array.from({ length: 4_096 }, (_, i) => (i * 89) % 256));
    await cut;
    await honestMs(address);
  });

  it('that connects again and again with one identity keeps 4 connections', async () => {
    const victim = await openVictim();
    const { address } = await endpointOf(victim);
    const privateKey = await createPrivateKey();
    const nodes = await Promise.all(Array.from({ length: 20 }, () => hostileNode(privateKey)));
    hostile.push(...nodes);
    const connections = await Promise.all(
      nodes.map((node) => node.dial(multiaddr(address)).catch(() => undefined)),
    );
    await honestMs(address);
    const kept = connections.filter((connection) => connection?.status === 'open').length;
    print(`20 connections of one identity: ${kept} kept`);
    expect(kept).toBeLessThanOrEqual(4);
    const { refusedConnections, evictedConnections } = victim.counters;
    expect(refusedConnections + evictedConnections).toBeGreaterThanOrEqual(16);
  });

  it('that opens the protocol many times on one connection has four streams of it', async () => {
    const victim = await openVictim();
    const connection = await attack((await endpointOf(victim)).address);
    const streams: Stream[] = [];
    while (streams.length < 7) {
      streams.push(await connection.newStream(INVITATION_PROTOCOL, { maxOutboundStreams: 100 }));
    }
    await Promise.all(streams.slice(4).map(closed));
    expect(streams.filter(({ status }) => status === 'open')).toHaveLength(4);
    expect(victim.counters.refusedStreams).toBe(3);
  });

  it('that the reception does not admit is refused as soon as its identity is proven', async () => {
    const victim = await openVictim({ reception: { trusted: [] } });
    const { address } = await endpointOf(victim);
    await expect(
      attack(address).then((connection) => connection.newStream(INVITATION_PROTOCOL)),
    ).rejects.toThrow();
    expect(victim.counters.refusedByReception).toBe(1);
  });

  it('that announces a Yamux frame of 4 GiB loses its connection, and the memory stays', async () => {
    const victim = await PeerProcess.start();
    try {
      const connection = await attack(victim.endpoint.address);
      const cut = closed(connection);
      const before = await victim.call('rssBytes');
      await sendEndlessFrame(rawMuxer(connection), 64 * MEBIBYTE);
      await cut;
      const grownMiB = ((await victim.call('rssBytes')) - before) / MEBIBYTE;
      print(`Yamux frame of 4 GiB: cut off; the victim grew by ${grownMiB.toFixed(1)} MiB`);
      expect(grownMiB).toBeLessThan(24);
      expect(await victim.call('counters')).toMatchObject({ oversizedYamuxFrames: 1 });
    } finally {
      await victim.kill();
    }
  });
});

function portOf(address: string): number {
  const tcp = multiaddr(address)
    .getComponents()
    .find(({ name }) => name === 'tcp');
  return Number(tcp?.value);
}

/** Announces a frame of the greatest length for an unknown stream, and sends as much of it as it can. */
async function sendEndlessFrame(muxer: RawMuxer, bytes: number): Promise<void> {
  const chunk = new Uint8Array(MEBIBYTE);
  muxer.announce(0xffff_ffff, chunk);
  for (let sent = MEBIBYTE; sent < bytes && muxer.send(chunk) !== undefined; sent += MEBIBYTE) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
