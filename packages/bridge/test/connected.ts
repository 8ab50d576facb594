import { type BridgeAdapter, bridgeAdapter, type BridgeAdapterOptions } from '../src/index.ts';
import { type BridgeConnection, serveBridge, type ServeBridgeOptions } from '../src/server.ts';
import { type PipePair, pipePair } from './pipe-pair.ts';
import { CountingAdapter } from './counting-adapter.ts';

export interface Connected {
  readonly hosted: CountingAdapter;
  readonly adapter: BridgeAdapter;
  /** The latest connection, seen from both sides. */
  readonly latest: { readonly pair: PipePair; readonly served: BridgeConnection };
  /** What a test sets for the next connection to fail. */
  isHostAway: boolean;
}

/** A client and a host in memory; each connect makes a new pair. The client is open. */
export async function connected({
  hosted = new CountingAdapter(),
  client = {},
  ...options
}: Partial<ServeBridgeOptions> & {
  readonly hosted?: CountingAdapter;
  readonly client?: BridgeAdapterOptions;
} = {}): Promise<Connected> {
  let latest: Connected['latest'] | undefined;
  let isHostAway = false;
  const adapter = await bridgeAdapter(() => {
    if (isHostAway) throw new Error('The host is away.');
    const pair = pipePair();
    latest = {
      pair,
      served: serveBridge(hosted, pair.host, { allow: ['invitations', 'inbox'], ...options }),
    };
    return pair.client;
  }, client);
  await adapter.open();
  return {
    hosted,
    adapter,
    get latest() {
      if (latest === undefined) throw new Error('Not connected.');
      return latest;
    },
    set isHostAway(isAway: boolean) {
      isHostAway = isAway;
    },
    get isHostAway() {
      return isHostAway;
    },
  };
}
