import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { contactNamed, contactsOf, nameOf } from '../../people/contact-names.ts';
import { withSession } from '../../profile/session.ts';

export function blockCommand(act: Act): Command {
  const description = 'Take nothing from a contact any more: no invitation, no watch.';
  return setting(new Command('block').description(description), act, true);
}

export function unblockCommand(act: Act): Command {
  return setting(new Command('unblock').description('Undo beckon contacts block.'), act, false);
}

function setting(command: Command, act: Act, isBlocked: boolean): Command {
  command.argument('<contact>', 'whom');
  act<[string], object>(command, async ({ output, profile }, _options, name) =>
    withSession(profile, async ({ adapter }) => {
      const contact = await contactNamed(adapter, name);
      await contactsOf(adapter).update({ ...contact, isBlocked });
      output.print({
        data: { type: isBlocked ? 'blocked' : 'unblocked', peerName: contact.peerName },
        text: `${nameOf(contact)} is ${isBlocked ? 'blocked' : 'not blocked any more'}.`,
      });
      return 0;
    }),
  );
  return command;
}
