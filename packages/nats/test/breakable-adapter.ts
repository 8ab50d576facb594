import type { NatsConnection } from '@nats-io/nats-core';
import { adapterOn, type NatsAdapter } from '../src/adapter.ts';
import type { NatsAdapterOptions } from '../src/options.ts';
import type { Platform } from '../src/platform.ts';

/** An adapter whose connection to the broker can be pulled away from below it. */
export interface BreakableAdapter {
  readonly adapter: NatsAdapter;
  /** The connection to the broker, once the adapter has been opened. */
  connection(): NatsConnection;
}

export function breakableAdapter(
  platform: Platform,
  options: NatsAdapterOptions,
): BreakableAdapter {
  let connection: NatsConnection | undefined;
  const adapter = adapterOn(
    {
      ...platform,
      async connect(connectionOptions) {
        connection = await platform.connect(connectionOptions);
        return connection;
      },
    },
    options,
  );
  return {
    adapter,
    connection() {
      if (connection === undefined) throw new Error('The adapter was not opened.');
      return connection;
    },
  };
}
