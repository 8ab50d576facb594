import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { invite } from '@beckon/core';
import { lastValueFrom } from 'rxjs';
import {
  acceptAll,
  applicationId,
  closeAll,
  endpointOf,
  openAdapter,
} from '../../test/two-adapters.ts';

/** A program between two peers that carries and records their bytes. */
class Listener {
  readonly #server: Server;
  readonly #sockets: Socket[] = [];
  readonly #heard: Buffer[] = [];

  constructor(port: number) {
    this.#server = createServer((socket) => {
      const peer = connect(port, '127.0.0.1');
      this.#carry(socket, peer);
      this.#carry(peer, socket);
    });
  }

  async port(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('There is no port.');
    return address.port;
  }

  get heard(): Buffer {
    return Buffer.concat(this.#heard);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #carry(from: Socket, to: Socket): void {
    this.#sockets.push(from);
    from.on('data', (bytes) => {
      this.#heard.push(Buffer.from(bytes));
      to.write(bytes);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}

afterEach(closeAll);

it('a program that carries the bytes between two peers can read neither message nor data', async () => {
  const [ada, bob] = await Promise.all([openAdapter(), openAdapter()]);
  acceptAll(bob);
  const { address } = await endpointOf(bob);
  const [, port = ''] = /\/tcp\/(\d+)/.exec(address) ?? [];
  const listener = new Listener(Number(port));
  const message = 'Join my whiteboard, please';
  const data = new TextEncoder().encode('the moves of a game of chess');
  try {
    const through = address.replace(`/tcp/${port}`, `/tcp/${await listener.port()}`);
    const status = await lastValueFrom(
      invite(ada, { to: { endpoint: { address: through } }, applicationId, message, data }),
    );
    expect(status.state).toBe('accepted');
    // Checks the test itself: the protocol names of the handshake are not secret, and must be heard.
    expect(listener.heard.includes('/noise')).toBe(true);
    for (const secret of [message, Buffer.from(data), '/beckon/']) {
      expect(listener.heard.includes(secret)).toBe(false);
    }
  } finally {
    listener.close();
  }
});
