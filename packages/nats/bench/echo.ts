import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Contender } from './contenders.ts';
import { payload } from './payload.ts';

const REQUEST_SUBJECT = 'bench.request';
const PUBLISH_SUBJECT = 'bench.publish';
const RETURN_SUBJECT = 'bench.return';

/** Answers each request, and each message, with its own bytes. */
export async function serveEcho(servers: string): Promise<NatsConnection> {
  const connection = await connect({ servers });
  connection.subscribe(REQUEST_SUBJECT, {
    callback: (_, message) => void message.respond(message.data),
  });
  connection.subscribe(PUBLISH_SUBJECT, {
    callback: (_, message) => connection.publish(RETURN_SUBJECT, message.data),
  });
  await connection.flush();
  return connection;
}

/** A request and its reply. */
export function requests(connection: NatsConnection): Contender {
  return {
    name: 'NATS request/reply',
    async ask() {
      await connection.request(REQUEST_SUBJECT, payload, { timeout: 10_000 });
    },
  };
}

/** A message there, and one back. */
export function publishes(connection: NatsConnection): Contender {
  const waiting: (() => void)[] = [];
  connection.subscribe(RETURN_SUBJECT, { callback: () => waiting.shift()?.() });
  return {
    name: 'NATS publish, both ways',
    ask: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        connection.publish(PUBLISH_SUBJECT, payload);
      }),
  };
}
