import { readFile, writeFile } from 'node:fs/promises';
import type { Libp2pAdapter } from '@beckon/libp2p';

const ANY_PORT = /\/tcp\/0(?=\/|$)/;

/**
 * Opens an adapter at the port of its last run, so that its address stays good over a restart. `file` keeps
 * the port. Uses another port when that port is taken. When `listen` names every port, the adapter is opened
 * at these ports.
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
    // Most likely the port is taken. Any other error comes again when the adapter is opened without the port.
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
