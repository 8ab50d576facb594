import { type CollaborationAdapter, type Endpoint, incomingInvitations } from '@beckon/core';
import { type Libp2pAdapter, libp2pAdapter, type Libp2pAdapterOptions } from '../src/index.ts';

export const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';

/** Adapters that a test has opened; all are closed by {@link closeAll}. */
const open = new Set<Libp2pAdapter>();

export async function openAdapter(options: Libp2pAdapterOptions = {}): Promise<Libp2pAdapter> {
  const adapter = libp2pAdapter(options);
  await adapter.open();
  open.add(adapter);
  return adapter;
}

export async function closeAdapter(adapter: Libp2pAdapter): Promise<void> {
  open.delete(adapter);
  await adapter.close();
}

/** To be called after each test. */
export async function closeAll(): Promise<void> {
  await Promise.all([...open].map(closeAdapter));
}

/** Where `adapter` is reached, with its identity. */
export async function endpointOf(adapter: CollaborationAdapter): Promise<Endpoint> {
  const [endpoint] = await adapter.identity.endpoints();
  if (endpoint === undefined) throw new Error('The adapter listens nowhere.');
  return endpoint;
}

/** Accepts every invitation that comes. */
export function acceptAll(adapter: Libp2pAdapter): void {
  incomingInvitations(adapter).subscribe((invitation) => {
    // The test may end before the sender has it.
    invitation.accept().catch(() => undefined);
  });
}
