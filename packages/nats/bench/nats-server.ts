import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A NATS server on loopback, in a process of its own. */
export interface NatsServer {
  readonly url: string;
  stop(): void;
}

/** Starts the server whose program is at `path`. */
export async function startNatsServer(path: string): Promise<NatsServer> {
  const port = await freePort();
  const server = spawn(path, ['--addr', '127.0.0.1', '--port', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for (let log = ''; !log.includes('Server is ready');) {
    const [chunk] = (await once(server.stderr, 'data')) as [Buffer];
    log += chunk.toString();
  }
  server.stderr.resume();
  return { url: `nats://127.0.0.1:${port}`, stop: () => void server.kill() };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
