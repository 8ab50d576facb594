import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { contactNamed, contactsOf, nameOf } from '../../people/contact-names.ts';
import { withSession } from '../../profile/session.ts';

export function removeCommand(act: Act): Command {
  const command = new Command('remove')
    .description('Remove somebody from your contacts.')
    .argument('<contact>', 'whom');
  act<[string], object>(command, async ({ output, profile }, _options, name) =>
    withSession(profile, async ({ adapter }) => {
      const contact = await contactNamed(adapter, name);
      await contactsOf(adapter).delete(contact.peerName);
      output.print({
        data: { type: 'removed', peerName: contact.peerName },
        text: `${nameOf(contact)} is no contact any more.`,
      });
      return 0;
    }),
  );
  return command;
}
