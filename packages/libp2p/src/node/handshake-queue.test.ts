import type { MultiaddrConnection } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { HandshakeQueue } from './handshake-queue.ts';

let port = 1;

/** A connection from an address, with the members that the queue uses. */
function connectionFrom(ip: string): MultiaddrConnection & { readonly isEnded: boolean } {
  const events = new EventTarget();
  const connection = {
    remoteAddr: multiaddr(`/ip4/${ip}/tcp/${port++}`),
    isEnded: false,
    addEventListener: events.addEventListener.bind(events),
    abort() {
      connection.isEnded = true;
      events.dispatchEvent(new Event('close'));
    },
  };
  return connection as unknown as MultiaddrConnection & { readonly isEnded: boolean };
}

function openQueue(perSecond = 1_000) {
  let evicted = 0;
  const queue = new HandshakeQueue(perSecond, () => (evicted += 1));
  const begun: string[] = [];
  return {
    queue,
    begun,
    evicted: () => evicted,
    /** Adds a connection, and begins its handshake. */
    begin(name: string, ip: string): MultiaddrConnection {
      const connection = connectionFrom(ip);
      queue.add(connection);
      queue.begin(connection).then(
        () => begun.push(name),
        () => begun.push(`${name} is gone`),
      );
      return connection;
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the queue of handshakes', () => {
  it('works on few at once, one origin after another, the newest of each first', async () => {
    const { queue, begin, begun } = openQueue();
    const crowd = Array.from({ length: 8 }, (_, i) => begin(`crowd ${i}`, '192.0.2.1'));
    begin('crowd 8', '192.0.2.1');
    begin('crowd 9', '192.0.2.1');
    begin('other', '192.0.2.2');
    await settled();
    expect(begun).toHaveLength(8);
    for (const connection of crowd.slice(0, 2)) queue.end(connection);
    await settled();
    expect(begun.slice(8).sort()).toEqual(['crowd 9', 'other']);
    queue.close();
  });

  it('ends the oldest connection of the origin that has most, when too many have no identity', () => {
    const { queue, evicted } = openQueue();
    const silent = Array.from({ length: 750 }, () => connectionFrom('192.0.2.1'));
    for (const connection of silent) expect(queue.add(connection)).toBe(true);
    expect(queue.add(connectionFrom('192.0.2.2'))).toBe(true);
    expect(evicted()).toBe(1);
    expect(silent.map(({ isEnded }) => isEnded).indexOf(true)).toBe(0);
    queue.close();
  });

  it('lets an origin begin five times its rate at once, and further ones at its rate', async () => {
    const { queue, begin, begun } = openQueue(1);
    for (let i = 0; i < 7; i++) begin(String(i), '192.0.2.1');
    begin('other', '192.0.2.2');
    await settled();
    expect(begun).toHaveLength(6);
    expect(begun).toContain('other');
    queue.close();
    await settled();
    expect(begun.filter((name) => name.endsWith('is gone'))).toHaveLength(2);
  });

  it('rejects when the waiting connection is gone', async () => {
    const { queue, begin, begun } = openQueue(1);
    const connections = Array.from({ length: 6 }, (_, i) => begin(String(i), '192.0.2.1'));
    await settled();
    connections.at(-1)?.abort(new Error('gone'));
    await settled();
    expect(begun).toContain('5 is gone');
    queue.close();
  });
});
