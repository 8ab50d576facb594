import { Command } from 'commander';
import type { Act } from '../command-context.ts';
import { dataOf, exitCodeOf, inviting, type InvitingOptions } from '../inviting.ts';
import { recipientOf } from '../people/recipient.ts';
import { withSession } from '../profile/session.ts';
import { guid, seconds } from './option-values.ts';

interface Options extends InvitingOptions {
  readonly app: string;
}

export function inviteCommand(act: Act): Command {
  const command = new Command('invite')
    .description('Invite somebody, and wait for the answer.')
    .argument('<contact|endpoint>', 'a contact, or an address as beckon whoami prints it')
    .requiredOption('--app <id>', 'the application that both sides have', guid)
    .option('--message <text>', 'for the person: at most 255 characters')
    .option('--data <text|@file>', 'for the application: at most 16 384 bytes')
    .option('--expires <seconds>', 'how long to wait for the answer (default: 300)', seconds);
  act<[string], Options>(command, async (context, { app, message, data, expires }, to) =>
    withSession(context.profile, async ({ adapter }) => {
      const recipient = await recipientOf(adapter, to);
      const bytes = await dataOf(data);
      const status = await inviting(context, adapter, recipient, {
        applicationId: app,
        ...(message === undefined ? {} : { message }),
        ...(bytes === undefined ? {} : { data: bytes }),
        ...(expires === undefined ? {} : { expiresInMs: expires }),
      });
      return exitCodeOf(status);
    }),
  );
  return command;
}
