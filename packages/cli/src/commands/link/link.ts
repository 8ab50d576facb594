import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { createCommand } from './create.ts';
import { listCommand } from './list.ts';
import { openCommand } from './open.ts';
import { revokeCommand } from './revoke.ts';

export function linkCommand(act: Act): Command {
  const command = new Command('link').description(
    'Links: whoever opens one becomes your contact, or may invite you.',
  );
  for (const make of [createCommand, listCommand, revokeCommand, openCommand]) {
    command.addCommand(make(act));
  }
  return command;
}
