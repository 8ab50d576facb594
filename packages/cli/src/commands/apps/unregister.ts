import type { Guid } from '@beckon/core';
import { ApplicationFiles } from '@beckon/host';
import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { guid } from '../option-values.ts';

interface Options {
  readonly allUsers?: boolean;
}

export function unregisterCommand(act: Act): Command {
  const command = new Command('unregister')
    .description('Remove a registered application.')
    .argument('<id>', 'the application id', guid)
    .option('--all-users', 'the one for all users of this machine; needs an administrator');
  act<[Guid], Options>(command, async ({ output, profile }, { allUsers = false }, id) => {
    const type = allUsers ? 'allUsers' : 'currentUser';
    await new ApplicationFiles(profile.applications).remove('beckon apps unregister', id, type);
    output.print({ data: { type: 'unregistered', id }, text: `${id} is not registered any more.` });
    return 0;
  });
  return command;
}
