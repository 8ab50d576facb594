import { once } from 'node:events';
import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { hostileNode } from '../../test/hostile-node.ts';
import { closeAll, endpointOf, openAdapter } from '../../test/two-adapters.ts';
import { INVITATION_PROTOCOL } from './protocol.ts';

const HELLO = Uint8Array.of(4, 0x0a, 2, 8, 1);
const GOODBYE = Uint8Array.of(2, 0x52, 0);
const PING = Uint8Array.of(2, 0x42, 0);

const nodes: Libp2p[] = [];

afterEach(async () => {
  await Promise.all(nodes.splice(0).map(async (node) => node.stop()));
  await closeAll();
});

/** A connection of a peer that does not follow the protocol. */
async function connect(): Promise<Connection> {
  const { address } = await endpointOf(await openAdapter());
  const node = await hostileNode();
  nodes.push(node);
  return node.dial(multiaddr(address));
}

/** Opens a stream and greets; resolves when the other side has greeted. */
async function openStream(connection: Connection): Promise<Stream> {
  const stream = await connection.newStream(INVITATION_PROTOCOL);
  const greeted = once(stream, 'message');
  stream.send(HELLO);
  await greeted;
  return stream;
}

describe('a stream', () => {
  it('is reset when the peer says goodbye and does not end its own direction', async () => {
    const stream = await openStream(await connect());
    const ended = once(stream, 'close');
    stream.send(GOODBYE);
    await ended;
    expect(stream.status).toBe('reset');
  });

  it('is reset when the peer ends one direction without a goodbye', async () => {
    const stream = await openStream(await connect());
    const ended = once(stream, 'close');
    await stream.close();
    await ended;
    expect(stream.status).toBe('reset');
  });

  it('does not keep others out when the peer stays after its goodbye', async () => {
    const connection = await connect();
    for (let round = 0; round < 3; round++) {
      const streams = await Promise.all(Array.from({ length: 4 }, () => openStream(connection)));
      await Promise.all(
        streams.map(async (stream) => {
          const ended = once(stream, 'close');
          stream.send(GOODBYE);
          await ended;
        }),
      );
    }
    const stream = await openStream(connection);
    const answered = once(stream, 'message');
    stream.send(PING);
    await answered;
    expect(stream.status).toBe('open');
  });
});
