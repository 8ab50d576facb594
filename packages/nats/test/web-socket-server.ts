import { freePort } from 'test-support/free-ports';
import { NatsServer } from './nats-server.ts';

/** A server that listens to WebSockets too, and where it does. */
export async function startWebSocketServer(): Promise<[NatsServer, string]> {
  const port = await freePort();
  const server = await NatsServer.start(
    `websocket { host: 127.0.0.1, port: ${port}, no_tls: true }`,
  );
  return [server, `ws://127.0.0.1:${port}`];
}
