import type { Contact } from '@beckon/core';
import { fingerprintOf } from '@beckon/core/safety-number';
import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { contactsOf, nameOf } from '../../people/contact-names.ts';
import { withSession } from '../../profile/session.ts';

export function listCommand(act: Act): Command {
  const command = new Command('list').description('Show your contacts.');
  act<[], object>(command, async ({ output, profile }) =>
    withSession(profile, async ({ adapter }) => {
      const all = await contactsOf(adapter).list();
      for (const contact of all) {
        const { peerName, nickname, displayName, isBlocked, isWatched, canWatchMe } = contact;
        const fingerprint = await fingerprintOf(peerName);
        output.print({
          data: {
            type: 'contact',
            peerName,
            fingerprint,
            nickname,
            displayName,
            isBlocked,
            isWatched,
            canWatchMe,
          },
          text: contactText(contact, fingerprint),
        });
      }
      if (all.length === 0) {
        output.print({
          data: { type: 'none' },
          text: 'You have no contacts. See: beckon contacts add --help',
        });
      }
      return 0;
    }),
  );
  return command;
}

function contactText(contact: Contact, fingerprint: string): string {
  const { isBlocked, isWatched, canWatchMe } = contact;
  const notes = [
    ...(isBlocked === true ? ['blocked'] : []),
    ...(isWatched === true ? ['watched'] : []),
    ...(canWatchMe === true ? ['may watch you'] : []),
  ];
  const note = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  return `${nameOf(contact)}${note}\n  ${fingerprint}`;
}
