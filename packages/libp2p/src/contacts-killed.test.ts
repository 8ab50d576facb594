import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const ROUNDS = Number(process.env.BECKON_KILLS ?? 200);
/** Longest time from the first change to the kill, in milliseconds. A change takes about one. */
const WRITING_MS = 15;
/** About as long as the program takes to start and read. */
const STARTING_MS = 150;

const program = path.join(process.cwd(), 'out-tsc', 'test', 'contact-writer-program.mjs');
const env = { ...process.env, NODE_OPTIONS: '' };

/** The reports of a writer before it was killed. */
interface Run {
  readonly found: number | undefined;
  readonly wrote: number | undefined;
  readonly fault: string;
}

/** Starts a writer, and kills it some time after its first change or while it starts. */
async function runAndKill(folder: string, isWhileStarting: boolean): Promise<Run> {
  const child = spawn(process.execPath, [program, folder], { env });
  const said = { found: undefined as number | undefined, wrote: undefined as number | undefined };
  let fault = '';
  const killAfter = (ms: number) => setTimeout(() => child.kill('SIGKILL'), Math.random() * ms);
  if (isWhileStarting) killAfter(STARTING_MS);
  child.stderr.on('data', (text) => (fault += String(text)));
  createInterface(child.stdout).on('line', (line) => {
    const [what, number] = line.split(' ');
    if (what === 'wrote') said.wrote = Number(number);
    if (what !== 'found') return;
    said.found = Number(number);
    if (!isWhileStarting) killAfter(WRITING_MS);
  });
  await once(child, 'close');
  return { ...said, fault };
}

it('contacts are those before or after a change, at whatever moment the process is killed', async () => {
  await promisify(execFile)('npx', ['tsdown', '--config', 'test/tsdown.config.ts'], { env });
  const folder = await mkdtemp(path.join(tmpdir(), 'beckon-'));
  let wrote = 0;
  let kills = { whileStarting: 0, whileWriting: 0, undoneChanges: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const run = await runAndKill(folder, round % 4 === 3);
    expect(run.fault).toBe('');
    if (run.found === undefined) {
      kills = { ...kills, whileStarting: kills.whileStarting + 1 };
      continue;
    }
    // The last change may count, although the writer could not report it.
    expect([wrote, wrote + 1]).toContain(run.found);
    kills = {
      ...kills,
      whileWriting: kills.whileWriting + 1,
      undoneChanges: kills.undoneChanges + run.found - wrote,
    };
    wrote = run.wrote ?? run.found;
  }
  await rm(folder, { recursive: true });
  process.stdout.write(
    `${ROUNDS} kills: ${kills.whileStarting} while the program started, ${kills.whileWriting} while it wrote its ${wrote} changes; ` +
      `${kills.undoneChanges} changes counted that had not been confirmed\n`,
  );
  expect(wrote).toBeGreaterThan(0);
}, 300_000);
