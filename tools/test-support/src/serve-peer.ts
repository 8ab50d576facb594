import { type CollaborationAdapter, isCollaborationError, type SendRequest } from '@beckon/core';
import type { ContactFunctions, VisibilityFunctions } from '@beckon/core/adapter';
import {
  type AdapterPeer,
  type PeerInvitation,
  type PeerInvite,
  peerOf,
} from '@beckon/conformance';

/** An adapter that a peer in a process of its own can have. */
export interface PeerAdapter extends CollaborationAdapter {
  readonly contacts: ContactFunctions;
  readonly visibility: VisibilityFunctions;
  readonly counters: object;
}

/** The options are those of the adapter: they come from another process. */
type MakePeerAdapter = (options: never) => PeerAdapter;

interface Call {
  readonly call: number;
  readonly method: keyof PeerMethods;
  readonly args: readonly unknown[];
}

/** Does what the parent of this process asks for; see peer-process.ts. */
export function servePeer(makeAdapter: MakePeerAdapter): void {
  const methods = methodsWith(makeAdapter);
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
}

function found<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`Nothing has the number ${index}.`);
  return item;
}

/** What the parent can ask for. */
function methodsWith(makeAdapter: MakePeerAdapter) {
  let adapter: PeerAdapter;
  let peer: AdapterPeer;
  const received: PeerInvitation[] = [];
  const invites: PeerInvite[] = [];
  return {
    async start(options: object) {
      adapter = makeAdapter(options as never);
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
}

export type PeerMethods = ReturnType<typeof methodsWith>;
