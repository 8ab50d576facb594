import { Command } from 'commander';
import { chat } from '../chat/chat.ts';
import { CHAT_APPLICATION_ID } from '../chat/chat-application.ts';
import type { Act } from '../command-context.ts';
import { exitCodeOf, inviting } from '../inviting.ts';
import { UserError } from '../output/output.ts';
import { recipientOf } from '../people/recipient.ts';
import { withSession } from '../profile/session.ts';
import { seconds } from './option-values.ts';

interface Options {
  readonly message?: string;
  readonly expires?: number;
}

export function chatCommand(act: Act): Command {
  const command = new Command('chat')
    .description('Invite somebody into a chat, and talk in this terminal.')
    .argument('<contact|endpoint>', 'a contact, or an address as beckon whoami prints it')
    .option('--message <text>', 'what the invitation says')
    .option('--expires <seconds>', 'how long to wait for the answer (default: 300)', seconds);
  act<[string], Options>(command, async (context, { message, expires }, to) =>
    withSession(context.profile, async ({ adapter }) => {
      const { output, interrupted } = context;
      const recipient = await recipientOf(adapter, to);
      const status = await inviting(context, adapter, recipient, {
        applicationId: CHAT_APPLICATION_ID,
        ...(message === undefined ? {} : { message }),
        ...(expires === undefined ? {} : { expiresInMs: expires }),
      });
      if (status.state !== 'accepted') return exitCodeOf(status);
      const { invitationId } = status;
      if (invitationId === undefined) {
        throw new UserError(`The ${adapter.name} adapter has no channels to talk over.`);
      }
      await chat({ adapter, invitationId, name: recipient.name, output, interrupted });
      return 0;
    }),
  );
  return command;
}
