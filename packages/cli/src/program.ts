import tab from '@bomb.sh/tab/commander';
import { Command } from 'commander';
import type { Act } from './command-context.ts';
import { appsCommand } from './commands/apps/apps.ts';
import { brokerCommand } from './commands/broker.ts';
import { chatCommand } from './commands/chat.ts';
import { contactsCommand } from './commands/contacts/contacts.ts';
import { doctorCommand } from './commands/doctor.ts';
import { hostCommand } from './commands/host.ts';
import { inviteCommand } from './commands/invite.ts';
import { linkCommand } from './commands/link/link.ts';
import { nearCommand } from './commands/near.ts';
import { presenceCommand } from './commands/presence.ts';
import { recordCommand } from './commands/record.ts';
import { relayCommand } from './commands/relay.ts';
import { replayCommand } from './commands/replay.ts';
import { whoamiCommand } from './commands/whoami.ts';

/** The command with all its parts. */
export function beckonProgram(act: Act, version: string): Command {
  const program = new Command('beckon')
    .description('Invite people into what you are doing, and be invited.')
    .version(version)
    .option('--profile <name>', 'the identity to use (default: BECKON_PROFILE, or default)')
    .showHelpAfterError('(--help tells more)');
  for (const makeCommand of [
    doctorCommand,
    whoamiCommand,
    hostCommand,
    nearCommand,
    inviteCommand,
    chatCommand,
    contactsCommand,
    linkCommand,
    appsCommand,
    presenceCommand,
    recordCommand,
    replayCommand,
    relayCommand,
    brokerCommand,
  ]) {
    program.addCommand(makeCommand(act));
  }
  forEach(program, (command) => command.exitOverride());
  // Adds the command "complete", for bash, zsh, fish and PowerShell.
  tab(program);
  return program;
}

function forEach(command: Command, act: (command: Command) => void): void {
  act(command);
  for (const child of command.commands) forEach(child, act);
}
