// A peer in a process of its own. Does what its parent asks for; see peer-process.ts.
import { isCollaborationError, type SendRequest } from '@beckon/core';
import {
  type AdapterPeer,
  type PeerInvitation,
  type PeerInvite,
  peerOf,
} from '@beckon/conformance';
import { type NatsAdapter, natsAdapter } from '../src/index.ts';
import type { PeerOptions } from './peer-process.ts';

let adapter: NatsAdapter;
let peer: AdapterPeer;
const received: PeerInvitation[] = [];
const invites: PeerInvite[] = [];

function found<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`Nothing has the number ${index}.`);
  return item;
}

/** What the parent can ask for. */
export const methods = {
  async start(options: PeerOptions) {
    adapter = natsAdapter(options);
    await adapter.open();
    const [endpoint] = await adapter.identity.endpoints();
    if (endpoint === undefined) throw new Error('The peer has no address.');
    const contact = await adapter.identity.contact();
    peer = peerOf(adapter, { endpoint, contact });
    return { endpoint, contact };
  },
  async nextInvitation() {
    const invitation = await peer.nextInvitation();
    const { applicationId, message, data } = invitation;
    return { index: received.push(invitation) - 1, applicationId, message, data };
  },
  accept: async (index: number, message?: string, data?: Uint8Array) =>
    found(received, index).accept(message, data),
  decline: async (index: number, message?: string) => found(received, index).decline(message),
  outcome: async (index: number) => found(received, index).outcome(),
  invite: async (request: SendRequest) => invites.push(peer.invite(request)) - 1,
  sent: async (index: number) => found(invites, index).sent,
  inviteOutcome: async (index: number) => found(invites, index).outcome,
  cancel: async (index: number) => found(invites, index).cancel(),
  card: async () => peer.card(),
  /** Signs in, and lets the person of a card watch. */
  async showTo(card: string) {
    await adapter.visibility.signIn('internet');
    await adapter.contacts.add(card);
  },
  counters: async () => ({ ...adapter.counters }),
  rssBytes: async () => process.memoryUsage.rss(),
  async close() {
    peer.stop();
    await adapter.close();
  },
};

export type PeerMethods = typeof methods;

interface Call {
  readonly call: number;
  readonly method: keyof PeerMethods;
  readonly args: readonly unknown[];
}

process.on('message', ({ call, method, args }: Call) => {
  void (async () => {
    try {
      const result: unknown = await (methods[method] as (...args: readonly unknown[]) => unknown)(
        ...args,
      );
      process.send?.({ call, result });
    } catch (error) {
      const { code } = isCollaborationError(error) ? error : { code: undefined };
      process.send?.({ call, error: { code, message: String(error) } });
    }
  })();
});
// Without its parent it has nothing to do.
process.on('disconnect', () => process.exit());
