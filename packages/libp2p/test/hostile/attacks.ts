import net from 'node:net';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { INVITATION_PROTOCOL } from '../../src/transport/protocol.ts';
import { hostileNode, rawMuxer } from '../hostile-node.ts';
import { hello, invite, joined, PING, repeated } from './frames.ts';

/** Prepares, and gives what begins. That goes on for as long as the process lives. */
export type Attack = (address: string) => Promise<() => Promise<void>>;

/** Streams that one connection of a hostile peer opens at once, of those that the victim may allow. */
const STREAMS = 4;

/** Tries until the process ends, as fast as the machine can. */
async function always(act: () => unknown): Promise<never> {
  for (;;) {
    try {
      await act();
    } catch {
      // Refused: it tries again.
    }
    await turn();
  }
}

async function nodes(count: number): Promise<Libp2p[]> {
  const made: Libp2p[] = [];
  while (made.length < count) made.push(await hostileNode());
  return made;
}

const connect = (node: Libp2p, address: string): Promise<Connection> =>
  node.dial(multiaddr(address));

async function connectAll(from: readonly Libp2p[], address: string): Promise<Connection[]> {
  const connections: Connection[] = [];
  for (const node of from) {
    const connection = await connect(node, address).catch(() => undefined);
    if (connection !== undefined) connections.push(connection);
  }
  return connections;
}

/** A stream of the invitation protocol whose answers are never read. */
async function unreadStream(connection: Connection): Promise<Stream> {
  const stream = await connection.newStream(INVITATION_PROTOCOL, { maxOutboundStreams: 1e6 });
  stream.pause();
  return stream;
}

/** Sends on a stream what it takes, and no more than the socket takes. */
const push = (stream: Stream, bytes: Uint8Array): void => {
  if (stream.writeStatus === 'writable' && !stream.writableNeedsDrain) stream.send(bytes);
};

/** The header of a Yamux frame, and what follows it. */
const yamuxFrame = (type: number, id: number, length: number, ...data: number[]): Uint8Array =>
  Uint8Array.of(0, type, 0, 0, 0, 0, 0, id, 0, 0, length >> 8, length, ...data);

const yamuxOpening = (id: number): Uint8Array => Uint8Array.of(0, 1, 0, 1, 0, 0, 0, id, 0, 0, 0, 0);

const yamuxData = (id: number, data: Uint8Array): Uint8Array =>
  joined(yamuxFrame(0, id, data.length), data);

const yamuxPing = (id: number): Uint8Array =>
  Uint8Array.of(0, 2, 0, 1, 0, 0, 0, 0, 0, 0, id >> 8, id);

/** Of streams that the side which has connected opens. */
const STREAM_IDS = [101, 103, 105, 107];

/** Sends Yamux frames until the connection ends, and reads nothing. */
async function flood(connection: Connection, frames: Uint8Array): Promise<void> {
  const muxer = rawMuxer(connection);
  muxer.stopReading();
  while (connection.status === 'open') {
    if (muxer.canSend()) muxer.send(frames);
    await turn();
  }
}

export const ATTACKS = {
  /** Yamux pings without end; nothing is read. */
  async yamuxPings(address) {
    const [node] = await nodes(1);
    const connection = await connect(node!, address);
    return async () => {
      const muxer = rawMuxer(connection);
      muxer.stopReading();
      const pings = repeated(yamuxPing(1), 5_000);
      await always(() => {
        if (muxer.canSend()) muxer.send(pings);
      });
    };
  },

  /** libp2p's ping protocol without end on one stream; replies are never read. */
  async libp2pPings(address) {
    const [node] = await nodes(1);
    return async () => {
      const payload = new Uint8Array(32 * 1_024);
      await always(async () => {
        const connection = await connect(node!, address);
        const stream = await connection.newStream('/ipfs/ping/1.0.0');
        stream.pause();
        while (stream.status === 'open') {
          push(stream, payload);
          await turn();
        }
      });
    };
  },

  /** Streams of many identities that never name a protocol. */
  async halfOpenedStreams(address) {
    const made = await nodes(100);
    return async () => {
      await Promise.all(
        made.map((node) =>
          always(async () => {
            const connection = await connect(node, address);
            const muxer = rawMuxer(connection);
            while (connection.status === 'open') {
              for (let i = 0; i < 50; i++) muxer.openStream();
              await delay(200);
            }
          }),
        ),
      );
    };
  },

  /** A hundred invitations each of twelve identities, which nobody answers. */
  async pendingInvitations(address) {
    const made = await nodes(12);
    return async () => {
      for (const node of made) {
        const stream = await unreadStream(await connect(node, address));
        push(stream, joined(hello(), ...Array.from({ length: 100 }, () => invite())));
      }
      await always(() => delay(1_000));
    };
  },

  /** As many connections as there are places, which do nothing. */
  async idleConnections(address) {
    const made = await nodes(320);
    await connectAll(made, address);
    return async () => {
      await Promise.all(
        made.map((node) => always(() => delay(200).then(() => connect(node, address)))),
      );
    };
  },

  /** Pings of the invitation protocol on four streams each of many identities; nothing is read. */
  async protocolPings(address) {
    const made = await nodes(60);
    return async () => {
      const pings = repeated(PING, 5_000);
      await Promise.all(
        made.map((node) =>
          always(async () => {
            const connection = await connect(node, address);
            const streams = await Promise.all(
              Array.from({ length: STREAMS }, () => unreadStream(connection)),
            );
            for (const stream of streams) push(stream, hello());
            while (
              connection.status === 'open' &&
              streams.some(({ status }) => status === 'open')
            ) {
              for (const stream of streams) push(stream, pings);
              await turn();
            }
          }),
        ),
      );
    };
  },

  /** Invitations as fast as they go, of fifty identities. */
  async manyInvitations(address) {
    const made = await nodes(50);
    return async () => {
      await Promise.all(
        made.map((node) =>
          always(async () => {
            const stream = await unreadStream(await connect(node, address));
            push(stream, hello());
            while (stream.status === 'open') {
              push(stream, joined(...Array.from({ length: 10 }, () => invite())));
              await delay(100);
            }
            await delay(50);
          }),
        ),
      );
    };
  },

  /** One new identity after the other. */
  async newIdentities(address) {
    return async () => {
      await always(async () => {
        const node = await hostileNode();
        const stream = await (await connect(node, address)).newStream(INVITATION_PROTOCOL);
        push(stream, hello());
        await delay(5);
        await node.stop();
      });
    };
  },

  /** One byte in each Yamux frame, on a stream whose window updates are never read. */
  async oneByteFrames(address) {
    const [node] = await nodes(1);
    return async () => {
      await always(async () => {
        const connection = await connect(node!, address);
        await connection.newStream(INVITATION_PROTOCOL);
        await flood(connection, repeated(yamuxFrame(0, 1, 1, 0x80), 2_000));
      });
    };
  },

  /** Window updates of nothing. */
  async emptyFrames(address) {
    const [node] = await nodes(1);
    return async () => {
      await always(async () => {
        const connection = await connect(node!, address);
        await connection.newStream(INVITATION_PROTOCOL);
        await flood(connection, repeated(yamuxFrame(1, 1, 0), 2_000));
      });
    };
  },

  /** Connections that agree on Noise, and then say nothing. */
  async silentHandshakes(address) {
    const [, , host, , port] = address.split('/');
    return async () => {
      await always(async () => {
        const socket = net.connect({ host: host ?? '', port: Number(port) });
        socket.on('error', () => undefined);
        socket.on('connect', () => socket.write('\x13/multistream/1.0.0\n\x07/noise\n'));
        await delay(2);
      });
    };
  },

  /** Names of protocols that nobody knows, on streams whose answers are never read. */
  async unknownProtocols(address) {
    const [node] = await nodes(1);
    const encoder = new TextEncoder();
    const names = repeated(encoder.encode('\x03/x\n'), 2_000);
    const greeting = encoder.encode('\x13/multistream/1.0.0\n');
    return async () => {
      await always(async () => {
        const connection = await connect(node!, address);
        const muxer = rawMuxer(connection);
        muxer.stopReading();
        for (const id of STREAM_IDS) muxer.send(joined(yamuxOpening(id), yamuxData(id, greeting)));
        while (connection.status === 'open') {
          for (const id of STREAM_IDS) if (muxer.canSend()) muxer.send(yamuxData(id, names));
          await turn();
        }
      });
    };
  },

  /** One identity that connects and leaves, as fast as it can. */
  async reconnects(address) {
    const [node] = await nodes(1);
    return async () => {
      await always(async () => {
        const connection = await connect(node!, address);
        connection.abort(new Error('gone'));
      });
    };
  },

  /** Encrypted messages with nothing in them, which Yamux does not see. */
  async emptyNoiseMessages(address) {
    const [node] = await nodes(1);
    return async () => {
      await always(async () => {
        const connection = await connect(node!, address);
        const muxer = rawMuxer(connection);
        while (connection.status === 'open') {
          if (muxer.canSend()) muxer.sendEmptyMessages(2_000);
          await turn();
        }
      });
    };
  },
} satisfies Record<string, Attack>;

export type AttackName = keyof typeof ATTACKS;
