import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ProgramResult {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
  /** The violations that the strict DLL found, with the resources left over at the end. */
  readonly violations: string;
}

/** Longest time of a program, in milliseconds. */
const TIME_LIMIT_MS = 30_000;

/** Runs one of `programs.ts` in a process of its own, and waits until it has ended. */
export async function runProgram(
  name: string,
  ...values: readonly string[]
): Promise<ProgramResult> {
  const folder = mkdtempSync(join(tmpdir(), 'beckon-'));
  const files = ['out.txt', 'err.txt'].map((file) => join(folder, file));
  const violationsFile = join(folder, 'violations.txt');
  // The output goes through files, as Node cannot write to a pipe under wine.
  const descriptors = files.map((file) => openSync(file, 'w'));
  const program = join(import.meta.dirname, 'programs.mjs');
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      spawn(process.execPath, [program, name, ...values], {
        stdio: ['ignore', ...descriptors],
        timeout: TIME_LIMIT_MS,
        env: { ...process.env, REFERENCE_P2P_VIOLATIONS: violationsFile },
      })
        .on('error', reject)
        .on('exit', (code) => resolve(code));
    });
    const [output = '', errors = ''] = files.map((file) => readFileSync(file, 'utf8'));
    const violations = existsSync(violationsFile) ? readFileSync(violationsFile, 'utf8') : '';
    return { status, output, errors, violations };
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor);
    rmSync(folder, { recursive: true, force: true });
  }
}
