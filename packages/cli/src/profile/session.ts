import type { CollaborationAdapter } from '@beckon/core';
import { libp2pAdapter, type Libp2pAdapterOptions } from '@beckon/libp2p';
import { adapterOfRunningHost } from './host-door.ts';
import { openIdentityStore } from './identity-store.ts';
import type { Profile } from './profile.ts';
import { reachOf, readSettings } from './settings.ts';

/** An open adapter with the identity of a profile. */
export interface Session {
  readonly adapter: CollaborationAdapter;
  /** Whether it is the adapter of a running host. */
  readonly isHosted: boolean;
  /** Withdraws what is pending, and waits until the other side knows. */
  close(): Promise<void>;
}

/**
 * Opens the adapter of the running host of a profile, or without one an adapter of its own, which takes no
 * invitations.
 */
async function openSession(
  profile: Profile,
  options: Pick<Libp2pAdapterOptions, 'listen' | 'nearMe'> = {},
): Promise<Session> {
  const hosted = await adapterOfRunningHost(profile);
  if (hosted !== undefined) {
    await hosted.open();
    return { adapter: hosted, isHosted: true, close: () => hosted.close() };
  }
  const datastore = await openIdentityStore(profile);
  try {
    const settings = await readSettings(profile);
    const adapter = libp2pAdapter({
      name: settings.name,
      datastore,
      reception: 'nobody',
      listen: [],
      ...reachOf(settings),
      ...options,
    });
    await adapter.open();
    return {
      adapter,
      isHosted: false,
      close: async () => {
        await adapter.close();
        await datastore.close();
      },
    };
  } catch (error) {
    await datastore.close();
    throw error;
  }
}

/** Uses a session, and closes it. */
export async function withSession<Result>(
  profile: Profile,
  use: (session: Session) => Promise<Result>,
  options: Pick<Libp2pAdapterOptions, 'listen' | 'nearMe'> = {},
): Promise<Result> {
  const session = await openSession(profile, options);
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}
