import net from 'node:net';
import { once } from 'node:events';
import { invite } from '@beckon/core';
import { lastValueFrom } from 'rxjs';
import {
  acceptAll,
  applicationId,
  closeAll,
  endpointOf,
  openAdapter,
} from '../../test/two-adapters.ts';

/** A network between two sides that can silently drop its connections. */
class Tunnel {
  readonly #server = net.createServer((socket) => this.#carry(socket));
  readonly #toPort: number;
  readonly #sockets: net.Socket[] = [];

  private constructor(toPort: number) {
    this.#toPort = toPort;
  }

  static async to(toPort: number): Promise<Tunnel> {
    const tunnel = new Tunnel(toPort);
    tunnel.#server.listen(0, '127.0.0.1');
    await once(tunnel.#server, 'listening');
    return tunnel;
  }

  get port(): number {
    return (this.#server.address() as net.AddressInfo).port;
  }

  /** Both ends of the existing connections receive nothing any more, and are not told. */
  lose(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #carry(near: net.Socket): void {
    const far = net.connect(this.#toPort, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => undefined);
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
    this.#sockets.push(near, far);
  }
}

afterEach(closeAll);

describe.each([
  { kept: 'a stream that was kept', idleTimeoutMs: 60_000 },
  { kept: 'a connection that was kept', idleTimeoutMs: 50 },
])('the first invitation over $kept', ({ idleTimeoutMs }) => {
  it('arrives although the network below is gone', async () => {
    const [alice, bob] = await Promise.all([
      openAdapter({ limits: { idleTimeoutMs } }),
      openAdapter(),
    ]);
    acceptAll(bob);
    const { address } = await endpointOf(bob);
    const tunnel = await Tunnel.to(Number(/tcp\/(\d+)/.exec(address)?.[1]));
    const endpoint = { address: address.replace(/tcp\/\d+/, `tcp/${tunnel.port}`) };
    const request = { to: { endpoint }, applicationId };
    expect(await lastValueFrom(invite(alice, request))).toMatchObject({ state: 'accepted' });
    const [connection] = alice.libp2p?.getConnections() ?? [];
    if (idleTimeoutMs < 1_000) {
      while (connection?.streams.some(({ protocol }) => protocol.includes('beckon')) === true) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    tunnel.lose();
    expect(await lastValueFrom(invite(alice, request))).toMatchObject({ state: 'accepted' });
    expect(connection?.status).not.toBe('open');
    tunnel.close();
  });
});
