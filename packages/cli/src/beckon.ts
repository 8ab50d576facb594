#!/usr/bin/env node
import { CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { actWith } from './command-context.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { isWrongUsage } from './output/output.ts';
import { beckonProgram } from './program.ts';

const interrupted = new AbortController();

/** The first Ctrl-C takes back what is under way, and waits for it; the second ends the process. */
function interrupt(): void {
  if (interrupted.signal.aborted) process.exit(EXIT_CODES.interrupted);
  interrupted.abort();
}

async function main(): Promise<number> {
  let exitCode: number = EXIT_CODES.done;
  const act = actWith(
    interrupted.signal,
    (code) => {
      exitCode = code;
    },
    (error, output) => {
      output.fail(error);
      if (interrupted.signal.aborted) return EXIT_CODES.interrupted;
      return isWrongUsage(error) ? EXIT_CODES.wrongUsage : EXIT_CODES.failed;
    },
  );
  try {
    await beckonProgram(act, packageJson.version).parseAsync();
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // commander has said what is wrong; help and version end with 0.
    return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.wrongUsage;
  }
}

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
process.exitCode = await main();
