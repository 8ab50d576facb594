import { type BridgeConnection, serveBridge, type ServeBridgeOptions } from '../src/server.ts';
import type { CountingAdapter } from './counting-adapter.ts';
import { pipePair } from './pipe-pair.ts';

/** A client that says what the test makes it say. */
export interface RawClient {
  readonly served: BridgeConnection;
  /** The replies of the host, as they came. */
  readonly replies: readonly unknown[];
  /** Why the host has ended the connection; empty while it has not. */
  readonly reasons: readonly string[];
  /** Sends a message as it is. */
  post(message: unknown): void;
  /** Calls a function of the host, and waits for nothing. */
  send(id: string, name: string, ...args: readonly unknown[]): void;
}

/** A raw client in memory, connected with a host that serves `hosted`. */
export function rawClient(hosted: CountingAdapter, options: ServeBridgeOptions): RawClient {
  const { client, host } = pipePair();
  const served = serveBridge(hosted, host, options);
  const replies: unknown[] = [];
  const reasons: string[] = [];
  client.open({
    message: (message) => void replies.push(message),
    closed: (reason) => void reasons.push(reason),
  });
  return {
    served,
    replies,
    reasons,
    post: (message) => client.send(message),
    send: (id, name, ...args) => client.send({ t: 'q', i: id, m: name, a: args }),
  };
}

/** A raw client that the host has greeted. */
export function greetedClient(hosted: CountingAdapter, options: ServeBridgeOptions): RawClient {
  const client = rawClient(hosted, options);
  client.send('hello', 'hello', 2);
  return client;
}
