import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { addCommand } from './add.ts';
import { blockCommand, unblockCommand } from './block.ts';
import { exportCommand } from './export.ts';
import { listCommand } from './list.ts';
import { removeCommand } from './remove.ts';
import { verifyCommand } from './verify.ts';

export function contactsCommand(act: Act): Command {
  return new Command('contacts')
    .description('The people whom you know.')
    .addCommand(listCommand(act))
    .addCommand(addCommand(act))
    .addCommand(exportCommand(act))
    .addCommand(verifyCommand(act))
    .addCommand(blockCommand(act))
    .addCommand(unblockCommand(act))
    .addCommand(removeCommand(act));
}
