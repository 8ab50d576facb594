import { createInterface } from 'node:readline/promises';
import type { CollaborationAdapter } from '@beckon/core';
import { fingerprintOf } from '@beckon/core/safety-number';
import { shownText } from '@beckon/host';
import { type DeadLink, openLink, readLink } from '@beckon/links';
import { Command } from 'commander';
import type { Act, CommandContext } from '../../command-context.ts';
import { EXIT_CODES } from '../../exit-codes.ts';
import { UserError } from '../../output/output.ts';
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
    .argument('<link>', 'beckon:… or the address of a page with it')
    .option('--ask', 'show whose link it is, and ask before anything is done');
  act<[string], { readonly ask?: boolean }>(command, async (context, { ask }, text) =>
    withSession(context.profile, async ({ adapter }) => {
      const { output } = context;
      if (ask === true && !(await isWanted(context, adapter, text))) {
        output.print({ data: { type: 'leftAlone' }, text: 'Nothing was done.' });
        return EXIT_CODES.declined;
      }
      await adapter.visibility?.signIn('internet');
      const opened = await openLink(adapter, text);
      const { contact } = opened;
      const name = contact.displayName ?? contact.peerName;
      if (opened.state === 'dead') {
        output.print({
          data: { type: 'dead', reason: opened.reason, contact },
          text: `${DEAD[opened.reason]}${opened.isAsked ? ` ${name} has seen that you came.` : ''} Ask for another.`,
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

/** Asks a person: whatever has started this command may have got the link from anywhere. */
async function isWanted(
  { interrupted }: CommandContext,
  { contacts }: CollaborationAdapter,
  text: string,
): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new UserError('--ask needs a terminal in which somebody can answer.');
  }
  const contact = await contacts?.parse(readLink(text).card);
  if (contact === undefined) return false;
  const name = shownText(contact.displayName ?? 'Somebody', 40);
  const fingerprint = await fingerprintOf(contact.peerName);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(
      `This link is of ${name}, fingerprint ${fingerprint}.\nOpen it, and let them see when you are here? [y/N] `,
      { signal: interrupted },
    );
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
