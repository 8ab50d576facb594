import { type DeadLink, openLink } from '@beckon/links';
import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { EXIT_CODES } from '../../exit-codes.ts';
import { withSession } from '../../profile/session.ts';

const DEAD: Readonly<Record<DeadLink, string>> = {
  unknown: 'Whoever it names does not know the link.',
  expired: 'The link has expired.',
  spent: 'The link has been used up.',
  revoked: 'The link has been revoked.',
};

export function openCommand(act: Act): Command {
  const command = new Command('open')
    .description('Open a link that somebody has given you.')
    .argument('<link>', 'beckon:… or the address of a page with it');
  act<[string], object>(command, async ({ output, profile }, _options, text) =>
    withSession(profile, async ({ adapter }) => {
      await adapter.visibility?.signIn('internet');
      const opened = await openLink(adapter, text);
      const { contact } = opened;
      const name = contact.displayName ?? contact.peerName;
      if (opened.state === 'dead') {
        output.print({
          data: { type: 'dead', reason: opened.reason, contact },
          text: `${DEAD[opened.reason]} ${name} has seen that you came. Ask for another.`,
        });
        return EXIT_CODES.declined;
      }
      const { kind, applicationId } = opened;
      output.print({
        data: { type: 'opened', kind, contact, applicationId },
        text:
          kind === 'contact'
            ? `You and ${name} are contacts now.`
            : `You may invite ${name}: beckon invite ${JSON.stringify(name)} --app ${applicationId}`,
      });
      return 0;
    }),
  );
  return command;
}
