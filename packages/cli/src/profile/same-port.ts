import type { CollaborationAdapter } from '@beckon/core';
import type { Profile } from './profile.ts';
import { changeSettings, readSettings } from './settings.ts';

const ANY_PORT = /\/tcp\/0(?=\/|$)/;

/**
 * Opens what listens at the port of its last run, so that its address stays good over a restart; at another when
 * that port is taken. When `listen` names every port, it is opened at these ports.
 *
 * @param make - Makes what listens at these addresses.
 */
export async function openAtSamePort<Opened extends { readonly adapter: CollaborationAdapter }>(
  profile: Profile,
  listen: readonly string[],
  make: (listen: readonly string[]) => Opened,
): Promise<Opened> {
  if (!listen.some((address) => ANY_PORT.test(address))) return opened(make(listen));
  const { port } = await readSettings(profile);
  const atSamePort =
    port === undefined ? undefined : await openedIfPossible(make(withPort(listen, port)));
  const result = atSamePort ?? (await opened(make(listen)));
  const found = await portOf(result.adapter);
  if (found !== undefined) await changeSettings(profile, { port: found });
  return result;
}

async function opened<Opened extends { readonly adapter: CollaborationAdapter }>(
  made: Opened,
): Promise<Opened> {
  await made.adapter.open();
  return made;
}

async function openedIfPossible<Opened extends { readonly adapter: CollaborationAdapter }>(
  made: Opened,
): Promise<Opened | undefined> {
  try {
    return await opened(made);
  } catch {
    // Most likely the port is taken. Any other error comes again when it is opened without the port.
    return undefined;
  }
}

function withPort(listen: readonly string[], port: number): readonly string[] {
  return listen.map((address) => address.replace(ANY_PORT, `/tcp/${port}`));
}

async function portOf({ identity }: CollaborationAdapter): Promise<number | undefined> {
  const endpoint = (await identity.endpoints()).find(({ route }) => route !== 'relay');
  const [, port] = /\/tcp\/(\d+)/.exec(endpoint?.address ?? '') ?? [];
  return port === undefined ? undefined : Number(port);
}
