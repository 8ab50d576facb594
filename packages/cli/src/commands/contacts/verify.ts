import { safetyNumber } from '@beckon/core/safety-number';
import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { EXIT_CODES } from '../../exit-codes.ts';
import { contactNamed, nameOf } from '../../people/contact-names.ts';
import { withSession } from '../../profile/session.ts';

export function verifyCommand(act: Act): Command {
  const command = new Command('verify')
    .description('Compare a number with a contact, over a line where you know their voice.')
    .argument('<contact>', 'whom to verify')
    .argument('[digits...]', 'the number that they read to you: says whether it is the same');
  act<[string, readonly string[]], object>(
    command,
    async ({ output, profile }, _options, name, given) =>
      withSession(profile, async ({ adapter }) => {
        const contact = await contactNamed(adapter, name);
        const { peerName } = await adapter.identity.contact();
        const expected = await safetyNumber(peerName, contact.peerName);
        const called = nameOf(contact);
        if (given.length === 0) {
          output.print({
            data: { type: 'safetyNumber', safetyNumber: expected },
            text: `${expected}\n${called} sees the same number with: beckon contacts verify. Compare all of it.`,
          });
          return EXIT_CODES.done;
        }
        const isSame = given.join('').replace(/\s/g, '') === expected.replaceAll(' ', '');
        output.print({
          data: { type: 'verified', isSame, safetyNumber: expected },
          text: isSame
            ? `It is ${called}.`
            : `This is NOT ${called}, or it was read wrongly. You see: ${expected}`,
        });
        return isSame ? EXIT_CODES.done : EXIT_CODES.failed;
      }),
  );
  return command;
}
