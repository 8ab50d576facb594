import { readFile, writeFile } from 'node:fs/promises';
import type { Libp2pAdapter } from '@beckon/libp2p';

const ANY_PORT = /\/tcp\/0(?=\/|$)/;

/**
 * Opens an adapter that listens at the port that it had the last time, which `file` keeps: an address that
 * somebody was given stays good over a restart. With another port when that one is taken. Does nothing
 * but open where `listen` leaves no port open.
 *
 * @param make - Makes an adapter that listens at these addresses.
 */
export async function openAtSamePort(
  file: string,
  listen: readonly string[],
  make: (listen: readonly string[]) => Libp2pAdapter,
): Promise<Libp2pAdapter> {
  if (!listen.some((address) => ANY_PORT.test(address))) return opened(make(listen));
  const port = await readPort(file);
  const adapter =
    (port === undefined ? undefined : await openedIfPossible(make(withPort(listen, port)))) ??
    (await opened(make(listen)));
  await writeFile(file, portOf(adapter) ?? '', { mode: 0o600 });
  return adapter;
}

async function opened(adapter: Libp2pAdapter): Promise<Libp2pAdapter> {
  await adapter.open();
  return adapter;
}

async function openedIfPossible(adapter: Libp2pAdapter): Promise<Libp2pAdapter | undefined> {
  try {
    return await opened(adapter);
  } catch {
    // The port is taken. If it is something else, it shows when the adapter is opened without it.
    return undefined;
  }
}

function withPort(listen: readonly string[], port: number): readonly string[] {
  return listen.map((address) => address.replace(ANY_PORT, `/tcp/${port}`));
}

async function readPort(file: string): Promise<number | undefined> {
  try {
    const port = Number(await readFile(file, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}

function portOf({ libp2p }: Libp2pAdapter): string | undefined {
  const components = libp2p?.getMultiaddrs()[0]?.getComponents();
  return components?.find(({ name }) => name === 'tcp')?.value;
}
