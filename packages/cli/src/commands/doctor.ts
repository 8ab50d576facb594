import colors from 'picocolors';
import { Command } from 'commander';
import type { Act } from '../command-context.ts';
import type { Check } from '../doctor/check.ts';
import { allChecks } from '../doctor/checks.ts';

const MARKS: Readonly<Record<Check['state'], string>> = {
  works: colors.green('works  '),
  limited: colors.yellow('limited'),
  fails: colors.red('fails  '),
  absent: colors.dim('absent '),
};

export function doctorCommand(act: Act): Command {
  const command = new Command('doctor').description(
    'Look at this system: what works, what does not, why, and what to do. Always ends with 0.',
  );
  act<[], object>(command, async ({ output, profile }) => {
    output.status('Looking at this system…');
    for (const check of await allChecks(profile)) {
      output.print({ data: { type: 'check', ...check }, text: checkText(check) });
    }
    return 0;
  });
  return command;
}

function checkText({ name, state, found, advice }: Check): string {
  const line = `${MARKS[state]}  ${name}: ${found}`;
  return advice === undefined ? line : `${line}\n         ${advice}`;
}
