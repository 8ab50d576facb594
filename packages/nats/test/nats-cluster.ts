import { freePorts } from 'test-support/free-ports';
import { NatsServer } from './nats-server.ts';

/** Servers that form a cluster. */
export async function startCluster(size: number, settings = ''): Promise<readonly NatsServer[]> {
  const ports = await freePorts(2 * size);
  const clients = ports.slice(0, size);
  const routes = ports.slice(size).map((port) => `nats://127.0.0.1:${port}`);
  return Promise.all(
    clients.map((port, index) =>
      NatsServer.start(
        `
        server_name: server-${index}
        cluster {
          name: beckon
          host: 127.0.0.1
          port: ${new URL(routes[index]!).port}
          routes: ${JSON.stringify(routes.filter((_, other) => other !== index))}
        }
        ${settings}`,
        port,
      ),
    ),
  );
}
