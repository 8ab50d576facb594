import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { listCommand } from './list.ts';
import { registerCommand } from './register.ts';
import { unregisterCommand } from './unregister.ts';

export function appsCommand(act: Act): Command {
  return new Command('apps')
    .description('The programs that are launched when an invitation is accepted.')
    .addCommand(listCommand(act))
    .addCommand(registerCommand(act))
    .addCommand(unregisterCommand(act));
}
