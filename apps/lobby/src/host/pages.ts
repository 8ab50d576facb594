import path from 'node:path';
import { parseArgs } from 'node:util';
import { startRelay } from '@beckon/libp2p/relay';
import { closed, listening, pageServer } from './page-server.ts';

// The folder of the application. This program runs from its folder dist.
const root = path.resolve(import.meta.dirname, '..');

const USAGE = `
Pages without a host: a relay, and a page for each person. The pages have adapters of their own.

  --person NAME=PORT  a person, and the port of their page; can be repeated
                      (default: Ada=4811 and Bob=4812)
  --relay ADDRESS     a relay that runs already, as a multiaddr over WebSockets; can be repeated
                      (default: one of its own, for this machine only)
  --page FOLDER       folder with the files of the page
`;

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      person: { type: 'string', multiple: true, default: ['Ada=4811', 'Bob=4812'] },
      relay: { type: 'string', multiple: true },
      page: { type: 'string', default: path.join(root, 'dist/page') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const people = values.person.map(readPerson);
  const relay =
    values.relay === undefined
      ? await startRelay({ listen: ['/ip4/127.0.0.1/tcp/0/ws'] })
      : undefined;
  const relays = values.relay ?? relay?.addresses ?? [];
  // The page connects to relays, wherever they are.
  const servers = people.map(() => pageServer(values.page, ['ws:', 'wss:']));
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(closed));
    await relay?.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // A second signal ends the process at once.
    process.once(signal, () => void close().then(() => process.exit()));
  }
  const hash = relays.map((address) => `relay=${encodeURIComponent(address)}`).join('&');
  for (const [index, server] of servers.entries()) {
    const { name = '', port = 0 } = people[index] ?? {};
    const bound = await listening(server, port);
    console.log(`${name}: http://127.0.0.1:${bound}/?person=${encodeURIComponent(name)}#${hash}`);
  }
}

function readPerson(text: string): { readonly name: string; readonly port: number } {
  const [, name, port] = /^(.+)=(\d{1,5})$/.exec(text) ?? [];
  if (name === undefined || Number(port) > 65_535) {
    throw new Error(`--person is ${text}; write it as Ada=4811.`);
  }
  return { name, port: Number(port) };
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
