import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Contender } from './contenders.ts';
import { payload } from './payload.ts';

const SUBJECT = 'bench.echo';

/** A NATS server on loopback, in a process of its own. */
export interface NatsServer {
  readonly address: string;
  stop(): void;
}

/** Starts the server whose program is at `path`. */
export async function startNatsServer(path: string): Promise<NatsServer> {
  const port = await freePort();
  const server: ChildProcess = spawn(path, ['--addr', '127.0.0.1', '--port', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for (let log = ''; !log.includes('Server is ready');) {
    const [chunk] = (await once(server.stderr ?? server, 'data')) as [Buffer];
    log += chunk.toString();
  }
  server.stderr?.resume();
  return { address: `127.0.0.1:${port}`, stop: () => void server.kill() };
}

/** Answers each request with its own bytes. */
export async function serveNatsEcho(address: string): Promise<NatsConnection> {
  const connection = await connect({ servers: address });
  connection.subscribe(SUBJECT, { callback: (_, message) => void message.respond(message.data) });
  await connection.flush();
  return connection;
}

/** A request and its reply through the server. */
export async function natsRequests(address: string): Promise<Contender & { close(): void }> {
  const connection = await connect({ servers: address });
  return {
    name: 'NATS request/reply',
    async ask() {
      await connection.request(SUBJECT, payload, { timeout: 10_000 });
    },
    close: () => void connection.close(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
