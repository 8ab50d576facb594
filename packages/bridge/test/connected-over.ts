import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket } from 'ws';
import { type BridgeAdapter, bridgeAdapter, messagePortPipe, webSocketPipe } from '../src/index.ts';
import { serveBridgeOverWebSocket } from '../src/node.ts';
import { serveBridge, type ServeBridgeOptions } from '../src/server.ts';
import { pipePair } from './pipe-pair.ts';
import { CountingAdapter } from './counting-adapter.ts';

export const PIPE_KINDS = ['memory', 'messagePort', 'webSocket'] as const;
type PipeKind = (typeof PIPE_KINDS)[number];

export interface ConnectedOver {
  readonly hosted: CountingAdapter;
  readonly adapter: BridgeAdapter;
  /** Ends both sides. */
  end(): Promise<void>;
}

/** A client and a host over a pipe of this kind. The client is open. */
export async function connectedOver(kind: PipeKind): Promise<ConnectedOver> {
  const hosted = new CountingAdapter();
  const connected = await connectors[kind](hosted, { allow: ['invitations', 'inbox'] });
  await connected.adapter.open();
  return { hosted, ...connected };
}

type Connect = (
  hosted: CountingAdapter,
  options: ServeBridgeOptions,
) => Promise<Omit<ConnectedOver, 'hosted'>>;

const connectors: Record<PipeKind, Connect> = {
  async memory(hosted, options) {
    const { client, host } = pipePair();
    const served = serveBridge(hosted, host, options);
    return { adapter: await bridgeAdapter(client), end: () => served.close() };
  },
  async messagePort(hosted, options) {
    const { port1, port2 } = new MessageChannel();
    const served = serveBridge(hosted, messagePortPipe(port1), options);
    const adapter = await bridgeAdapter(messagePortPipe(port2));
    return {
      adapter,
      async end() {
        const closed = once(port2, 'close');
        await served.close();
        await closed;
      },
    };
  },
  async webSocket(hosted, options) {
    const bridge = await serveBridgeOverWebSocket(hosted, { ...options, allowOrigins: [] });
    const { url, token } = bridge;
    const adapter = await bridgeAdapter(() => webSocketPipe(url, { token, WebSocket }));
    return { adapter, end: () => bridge.close() };
  },
};
