import { connect } from '@nats-io/transport-node';
import { setUpMail } from '../src/index.ts';
import { NatsServer } from './nats-server.ts';

/** A server that keeps letters. */
export async function startMailServer(): Promise<NatsServer> {
  const server = await NatsServer.start('jetstream { store_dir: "$FOLDER/js" }');
  const connection = await connect({ servers: server.url });
  await setUpMail(connection);
  await connection.close();
  return server;
}

/** Keeps documents beyond the life of an adapter. */
export function memoryStore(): {
  get(key: string): Promise<Uint8Array | undefined>;
  put(key: string, document: Uint8Array): Promise<void>;
} {
  const documents = new Map<string, Uint8Array>();
  return {
    get: async (key) => documents.get(key),
    put: async (key, document) => void documents.set(key, document),
  };
}
