import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { contactNamed, contactsOf } from '../../people/contact-names.ts';
import { withSession } from '../../profile/session.ts';

export function exportCommand(act: Act): Command {
  const command = new Command('export')
    .description('Print a card: your own, or that of a contact.')
    .argument('[contact]', 'whose card (default: your own)');
  act<[string | undefined], object>(command, async ({ output, profile }, _options, name) =>
    withSession(profile, async ({ adapter }) => {
      const card =
        name === undefined
          ? await adapter.identity.card()
          : await contactsOf(adapter).export((await contactNamed(adapter, name)).peerName);
      output.print({ data: { type: 'card', card }, text: card });
      return 0;
    }),
  );
  return command;
}
