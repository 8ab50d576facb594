import path from 'node:path';
import type { Guid } from '@beckon/core';
import { ApplicationFiles, commandLineOf } from '@beckon/host';
import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { dataOf } from '../../inviting.ts';
import { guid } from '../option-values.ts';

interface Options {
  readonly description?: string;
  readonly data?: string;
  readonly allUsers?: boolean;
}

export function registerCommand(act: Act): Command {
  const command = new Command('register')
    .description('Register a program, to be launched when an invitation for it is accepted.')
    .argument('<id>', 'the application id that inviters use', guid)
    .argument('<program>', 'the program; it is launched without a shell')
    .argument('[arguments...]', 'its arguments, exactly as it will get them; put -- before them')
    .option('--description <text>', 'what people read when they are invited')
    .option('--data <text|@file>', 'what every peer can read that may ask')
    .option('--all-users', 'for all users of this machine; needs an administrator');
  act<[Guid, string, readonly string[]], Options>(
    command,
    async ({ output, profile }, { description, data, allUsers = false }, id, program, args) => {
      const bytes = await dataOf(data);
      const registration = {
        application: {
          id,
          ...(description === undefined ? {} : { description }),
          ...(bytes === undefined ? {} : { data: bytes }),
        },
        program: path.resolve(program),
        ...(args.length === 0 ? {} : { arguments: commandLineOf(args) }),
      };
      const type = allUsers ? 'allUsers' : 'currentUser';
      await new ApplicationFiles(profile.applications).add(
        'beckon apps register',
        registration,
        type,
      );
      output.print({ data: { type: 'registered', id }, text: `${id} is registered.` });
      return 0;
    },
  );
  return command;
}
