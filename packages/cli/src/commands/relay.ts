import { readFile } from 'node:fs/promises';
import { type Relay, startRelay } from '@beckon/libp2p/relay';
import { Command } from 'commander';
import { fromEvent, interval, lastValueFrom, map, takeUntil, tap } from 'rxjs';
import type { Act, CommandContext } from '../command-context.ts';
import { UserError } from '../output/output.ts';
import { openRelayStore } from '../profile/identity-store.ts';
import { count, seconds } from './option-values.ts';

const LISTEN = ['/ip4/0.0.0.0/tcp/4811', '/ip4/0.0.0.0/tcp/4812/ws'];
const LISTEN_SECURE = '/ip4/0.0.0.0/tcp/4813/tls/ws';
const REPORT_MS = 60_000;

interface Options {
  readonly listen?: readonly string[];
  readonly announce?: readonly string[];
  readonly allow?: readonly string[];
  readonly cert?: string;
  readonly key?: string;
  readonly dht?: true | readonly string[];
  readonly records?: number;
  readonly reservations?: number;
  readonly circuits?: number;
  readonly circuitsPerPeer?: number;
  readonly connections?: number;
  readonly connectionsPerPeer?: number;
  readonly connectionsPerSecond?: number;
  readonly circuitSeconds?: number;
  readonly circuitBytes?: number;
  readonly reportEvery?: number;
}

export function relayCommand(act: Act): Command {
  const command = new Command('relay')
    .description('Run a relay: people who cannot be dialled are reached through it.')
    .option(
      '--listen <address...>',
      `multiaddrs to listen at (default: ${LISTEN.join(' and ')}, and with a certificate ${LISTEN_SECURE})`,
    )
    .option('--announce <address...>', 'multiaddrs at which others reach it, behind a NAT or proxy')
    .option('--allow <identity...>', 'who may be reached through it (default: everybody)')
    .option('--cert <file>', 'certificate in PEM, for addresses that end in /tls/ws')
    .option('--key <file>', 'private key of the certificate, in PEM')
    .option(
      '--dht [address...]',
      'be a node of a distributed hash table too, in which people are found by name; addresses of other nodes of it',
    )
    .option('--records <number>', 'people whose addresses it keeps there (default: 10000)', count)
    .option('--reservations <number>', 'people who can be reached at once (default: 2000)', count)
    .option('--circuits <number>', 'pairs of people at once (default: 4000)', count)
    .option('--circuits-per-peer <number>', 'of one person (default: 256)', count)
    .option('--connections <number>', 'connections of all together (default: 4000)', count)
    .option('--connections-per-peer <number>', 'connections of one person (default: 4)', count)
    .option(
      '--connections-per-second <number>',
      'new ones from one IP address (default: 100)',
      count,
    )
    .option('--circuit-seconds <number>', 'longest life of a circuit (default: no end)', seconds)
    .option('--circuit-bytes <number>', 'bytes that a circuit carries (default: no end)', count)
    .option('--report-every <seconds>', 'how often it prints counters (default: 60)', seconds);
  act<[], Options>(command, runRelay);
  return command;
}

async function runRelay(context: CommandContext, options: Options): Promise<number> {
  const { profile, interrupted } = context;
  const tls = await readTls(options);
  const {
    listen = tls === undefined ? LISTEN : [...LISTEN, LISTEN_SECURE],
    announce,
    allow,
    dht,
    circuitSeconds: circuitMs,
    reportEvery = REPORT_MS,
    ...others
  } = options;
  const { records, reservations, circuits, circuitsPerPeer, circuitBytes } = others;
  const { connections, connectionsPerPeer, connectionsPerSecond } = others;
  const datastore = await openRelayStore(profile);
  try {
    const relay = await startRelay({
      datastore,
      listen,
      ...(announce === undefined ? {} : { announce }),
      ...(allow === undefined ? {} : { allow }),
      ...(tls === undefined ? {} : { tls }),
      ...(dht === undefined ? {} : { dht: dht === true ? true : { bootstrap: dht } }),
      limits: withoutUndefined({
        records,
        reservations,
        circuits,
        circuitsPerPeer,
        circuitBytes,
        circuitMs,
        connections,
        connectionsPerPeer,
        connectionsPerSecond,
      }),
    });
    try {
      announceRelay(context, relay, dht !== undefined);
      const reports$ = interval(reportEvery).pipe(
        map(() => undefined),
        tap(() => report(context, relay)),
        takeUntil(fromEvent(interrupted, 'abort')),
      );
      await lastValueFrom(reports$, { defaultValue: undefined });
      report(context, relay);
      return 0;
    } finally {
      await relay.close();
    }
  } finally {
    await datastore.close();
  }
}

async function readTls({
  cert,
  key,
}: Options): Promise<{ readonly cert: string; readonly key: string } | undefined> {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new UserError('--cert and --key belong together: give both, or none.');
  }
  const read = (option: string, file: string): Promise<string> =>
    readFile(file, 'utf8').catch((cause: unknown) => {
      throw new UserError(`${option} cannot be read: ${(cause as Error).message}`, { cause });
    });
  return { cert: await read('--cert', cert), key: await read('--key', key) };
}

function announceRelay(
  { output }: CommandContext,
  { peerName, addresses }: Relay,
  isDhtNode: boolean,
): void {
  output.print({
    data: { type: 'relaying', peerName, addresses },
    text: [
      'The relay runs. Others use it with one of these addresses:',
      ...addresses.map(
        (address) => `  beckon host --relay ${address}${isDhtNode ? ` --dht ${address}` : ''}`,
      ),
      'Ctrl-C ends it.',
    ].join('\n'),
  });
}

function report({ output }: CommandContext, relay: Relay): void {
  const { counters } = relay;
  const now = relay.status();
  output.print({
    data: { type: 'status', now, total: counters },
    text: [
      `${now.reservations} people can be reached, ${now.circuits} pairs are connected, over ${now.connections} connections. ${counters.relayedBytes} bytes relayed since the start.`,
      ...(now.dht === undefined
        ? []
        : [
            `${now.dht.records} people are found by name here; ${now.dht.nodes} other nodes are known.`,
          ]),
    ].join('\n'),
  });
}

type Defined<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> };

function withoutUndefined<Value extends object>(value: Value): Defined<Value> {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as Defined<Value>;
}
