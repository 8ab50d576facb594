import path from 'node:path';
import { parseArgs } from 'node:util';
import { startLobbyHost } from './lobby-host.ts';
import { showPage } from './show-page.ts';

// The folder of the application. This program runs from its folder dist.
const root = path.resolve(import.meta.dirname, '..');

const USAGE = `
A host of the lobby, and its page.

  --name NAME       name of this side for others (default: Guest)
  --port PORT       port of the page, on this machine only; 0 for a free port (default: 4810)
  --listen ADDRESS  address for other hosts, as a multiaddr; can be repeated
                    (default: /ip4/127.0.0.1/tcp/0, for this machine only)
  --data FOLDER     folder of key, token and port, kept between runs
                    (default: apps/lobby/.data/NAME)
  --page FOLDER     folder with the files of the page
  --no-near         neither be found on the local network, nor find others there
  --open            show the page in the browser
`;

function options() {
  return parseArgs({
    options: {
      name: { type: 'string', default: 'Guest' },
      port: { type: 'string', default: '4810' },
      listen: { type: 'string', multiple: true, default: ['/ip4/127.0.0.1/tcp/0'] },
      data: { type: 'string' },
      page: { type: 'string', default: path.join(root, 'dist/page') },
      'no-near': { type: 'boolean', default: false },
      open: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

async function run(): Promise<void> {
  const given = options();
  const { name, port: givenPort, listen, data, page: pageFolder, open: isOpened, help } = given;
  if (help) {
    console.log(USAGE);
    return;
  }
  const port = Number(givenPort);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port is ${givenPort}; it is a number from 0 to 65535.`);
  }
  const dataFolder = data ?? path.join(root, '.data', encodeURIComponent(name));
  const host = await startLobbyHost({
    name,
    dataFolder,
    pageFolder,
    port,
    listen,
    isNear: !given['no-near'],
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // A second signal ends the process at once.
    process.once(signal, () => void host.close().then(() => process.exit()));
  }
  console.log(`${name}: ${host.url}`);
  if (isOpened) await showPage(host.url, dataFolder);
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
