/**
 * Invitations between machines over libp2p.
 *
 * @packageDocumentation
 */
import { type Libp2pAdapter, NodeAdapter } from './adapter.ts';
import type { Libp2pAdapterOptions } from './options.ts';
import { nodePlatform } from './platform/node.ts';

export type { Libp2pAdapter } from './adapter.ts';
export type { Libp2pCounters } from './counters.ts';
export type { DhtOptions, Libp2pAdapterOptions, Libp2pLimits, NearMeOptions } from './options.ts';

/**
 * Makes an adapter that sends and receives invitations over libp2p. `open()` starts an own node, or adds its
 * protocols to the given node; nothing happens before. It rejects with `SERVICE_UNAVAILABLE` when the node cannot
 * listen at the addresses of `listen`.
 *
 * An endpoint's address is a multiaddr, with or without a PeerId at its end; a contact's `peerName` is a PeerId. The
 * sender of an invitation is always proven.
 *
 * @throws TypeError for an option of the wrong form, or options that exclude each other; RangeError for
 *   a number that is out of range, or a name that is too long.
 * @example
 * ```ts
 * import { incomingInvitations, invite } from '@beckon/core';
 * import { libp2pAdapter } from '@beckon/libp2p';
 *
 * const bob = libp2pAdapter({ name: "Bob's laptop" });
 * await bob.open();
 * incomingInvitations(bob).subscribe((invitation) => void invitation.accept());
 *
 * const alice = libp2pAdapter();
 * await alice.open();
 * const [endpoint] = await bob.identity.endpoints();
 * invite(alice, { to: { endpoint: endpoint! }, applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11' })
 *   .subscribe(({ state }) => console.log(state));
 * ```
 */
export function libp2pAdapter(options: Libp2pAdapterOptions = {}): Libp2pAdapter {
  return new NodeAdapter(nodePlatform, options);
}
