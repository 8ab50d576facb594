import type { Connection } from '@libp2p/interface';
import type { Libp2pAdapter } from '../src/index.ts';
import {
  channelLine,
  LARGE_BYTES,
  type Line,
  LOAD_MESSAGES,
  rawLine,
  SMALL_BYTES,
} from './channels.ts';

const ROUNDS = Number(process.env['BECKON_BENCH_ROUNDS'] ?? 5);
const LOADS = 5;
const ECHOES = 500;
const MIB = 1 << 20;

export interface ChannelBenchmark {
  readonly adapter: Libp2pAdapter;
  /** Where the adapter of the other process is. */
  readonly address: string;
  /** To the plain node of the other process. */
  readonly connection: Connection;
  readonly print: (line: string) => void;
}

/** Prints medians of interleaved rounds. */
export async function printChannels({
  adapter,
  address,
  connection,
  print,
}: ChannelBenchmark): Promise<void> {
  const lines = [await channelLine(adapter, address), await rawLine(connection)];
  const measures = [
    { name: `MiB/s of ${LARGE_BYTES} bytes each`, measure: throughput },
    { name: `ms there and back, ${LARGE_BYTES} bytes`, measure: latencyOf(LARGE_BYTES) },
    { name: `ms there and back, ${SMALL_BYTES} bytes`, measure: latencyOf(SMALL_BYTES) },
  ];
  print('\nA channel beside a raw libp2p stream');
  for (const { name, measure } of measures) {
    for (const line of lines) await measure(line);
    const results = lines.map((): number[] => []);
    for (let round = 0; round < ROUNDS; round++) {
      for (let turn = 0; turn < lines.length; turn++) {
        const index = (round + turn) % lines.length;
        const line = lines[index];
        globalThis.gc?.();
        if (line !== undefined) results[index]?.push(await measure(line));
      }
    }
    const [channel = 0, raw = 0] = results.map(median);
    print(
      `  ${name.padEnd(38)} channel ${channel.toFixed(2)}, raw stream ${raw.toFixed(2)}: ${(channel / raw).toFixed(2)}`,
    );
  }
}

async function throughput(line: Line): Promise<number> {
  // After a garbage collection, memory has to be had from the system again.
  await line.load();
  const start = performance.now();
  for (let i = 0; i < LOADS; i++) await line.load();
  const seconds = (performance.now() - start) / 1_000;
  return (LOADS * LOAD_MESSAGES * LARGE_BYTES) / MIB / seconds;
}

function latencyOf(bytes: number): (line: Line) => Promise<number> {
  return async (line) => {
    const message = new Uint8Array(bytes).fill(7);
    const times: number[] = [];
    for (let i = 0; i < ECHOES; i++) {
      const start = performance.now();
      await line.echo(message);
      times.push(performance.now() - start);
    }
    return median(times);
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
