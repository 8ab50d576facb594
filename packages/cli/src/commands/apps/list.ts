import type { ApplicationRegistration, RegistrationType } from '@beckon/core';
import { ApplicationFiles, shownText } from '@beckon/host';
import { Command } from 'commander';
import type { Act } from '../../command-context.ts';

export function listCommand(act: Act): Command {
  const command = new Command('list').description('Show the registered applications.');
  act<[], object>(command, async ({ output, profile }) => {
    const files = new ApplicationFiles(profile.applications);
    let count = 0;
    for (const type of ['currentUser', 'allUsers'] as const) {
      const { registrations, problems } = await files.list('beckon apps list', type);
      for (const registration of registrations) {
        count += 1;
        output.print({
          data: { type: 'application', for: type, ...registration },
          text: registrationText(registration, type),
        });
      }
      for (const problem of problems) output.warn(problem);
    }
    if (count === 0) {
      output.print({
        data: { type: 'none' },
        text: 'No application is registered. See: beckon apps register --help',
      });
    }
    return 0;
  });
  return command;
}

function registrationText(
  { application, program, arguments: commandLine }: ApplicationRegistration,
  type: RegistrationType,
): string {
  const description = shownText(application.description ?? '', 60);
  const title = description === '' ? application.id : `${description} (${application.id})`;
  const forWhom = type === 'allUsers' ? ', for all users' : '';
  return `${title}${forWhom}\n  ${program}${commandLine === undefined ? '' : ` ${commandLine}`}`;
}
