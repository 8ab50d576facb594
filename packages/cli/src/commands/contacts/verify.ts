import { fingerprint } from '@beckon/host';
import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { EXIT_CODES } from '../../exit-codes.ts';
import { contactNamed, nameOf } from '../../people/contact-names.ts';
import { withSession } from '../../profile/session.ts';

export function verifyCommand(act: Act): Command {
  const command = new Command('verify')
    .description('Compare fingerprints with a contact, over a line that you trust.')
    .argument('<contact>', 'whom to verify')
    .argument('[fingerprint...]', 'what they read to you: says whether it is theirs');
  act<[string, readonly string[]], object>(
    command,
    async ({ output, profile }, _options, name, given) =>
      withSession(profile, async ({ adapter }) => {
        const contact = await contactNamed(adapter, name);
        const theirs = fingerprint(contact.peerName);
        const yours = fingerprint((await adapter.identity.contact()).peerName);
        const called = nameOf(contact);
        if (given.length === 0) {
          output.print({
            data: { type: 'fingerprints', theirs, yours },
            text: `${called} should read this to you: ${theirs}\nRead this to ${called}:            ${yours}`,
          });
          return EXIT_CODES.done;
        }
        const isSame = given.join('').replace(/\s/g, '').toLowerCase() === theirs.replace(/ /g, '');
        output.print({
          data: { type: 'verified', isSame, theirs },
          text: isSame
            ? `It is ${called}.`
            : `This is NOT ${called}, or it was read wrongly. Expected: ${theirs}`,
        });
        return isSame ? EXIT_CODES.done : EXIT_CODES.failed;
      }),
  );
  return command;
}
