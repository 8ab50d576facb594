import { invite } from '@beckon/core';
import type { Connection, Libp2p } from '@libp2p/interface';
import { lpStream } from '@libp2p/utils';
import { multiaddr } from '@multiformats/multiaddr';
import { lastValueFrom } from 'rxjs';
import type { Libp2pAdapter } from '../src/index.ts';
import { content, payload } from './payload.ts';
import { ECHO_PROTOCOL, MAX_STREAMS, STREAMS_PROTOCOL } from './plain-node.ts';

/** One way to ask and be answered. Resolves with the answer. */
export interface Contender {
  readonly name: string;
  ask(): Promise<void>;
}

/** An invitation through `invite()`, accepted in the recipient's inbox. */
export function invitations(adapter: Libp2pAdapter, address: string): Contender {
  return {
    name: 'invite()',
    async ask() {
      const { state } = await lastValueFrom(
        invite(adapter, { to: { endpoint: { address } }, ...content }),
      );
      if (state !== 'accepted') throw new Error(`The invitation was ${state}.`);
    },
  };
}

/** A message and its echo on one stream that stays open. */
export async function echo(connection: Connection): Promise<Contender> {
  const messages = lpStream(await connection.newStream(ECHO_PROTOCOL));
  const waiting: (() => void)[] = [];
  void (async () => {
    for (;;) {
      await messages.read();
      waiting.shift()?.();
    }
  })().catch(() => undefined);
  return {
    name: 'echo, one stream',
    ask: () =>
      new Promise((resolve, reject) => {
        waiting.push(resolve);
        messages.write(payload).catch(reject);
      }),
  };
}

/** A message and its echo on a stream of its own. */
export function streams(connection: Connection): Contender {
  return {
    name: 'echo, a stream each',
    async ask() {
      const stream = await connection.newStream(STREAMS_PROTOCOL, {
        maxOutboundStreams: MAX_STREAMS,
      });
      const messages = lpStream(stream);
      await messages.write(payload);
      await messages.read();
      await stream.close();
    },
  };
}

export function connect(node: Libp2p, address: string): Promise<Connection> {
  return node.dial(multiaddr(address));
}
