import type { Contact } from '@beckon/core';
import { fingerprint } from '@beckon/host';
import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { contactsOf, nameOf } from '../../people/contact-names.ts';
import { withSession } from '../../profile/session.ts';
import { readSettings } from '../../profile/settings.ts';

export function listCommand(act: Act): Command {
  const command = new Command('list').description('Show your contacts.');
  act<[], object>(command, async ({ output, profile }) =>
    withSession(profile, async ({ adapter }) => {
      const all = await contactsOf(adapter).list();
      const { addresses } = await readSettings(profile);
      for (const contact of all) {
        const { peerName, nickname, displayName, isBlocked, isWatched, canWatchMe } = contact;
        const address = addresses[peerName];
        output.print({
          data: {
            type: 'contact',
            peerName,
            fingerprint: fingerprint(peerName),
            nickname,
            displayName,
            address,
            isBlocked,
            isWatched,
            canWatchMe,
          },
          text: contactText(contact, address),
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

function contactText(contact: Contact, address: string | undefined): string {
  const { peerName, isBlocked, isWatched, canWatchMe } = contact;
  const notes = [
    ...(isBlocked === true ? ['blocked'] : []),
    ...(isWatched === true ? ['watched'] : []),
    ...(canWatchMe === true ? ['may watch you'] : []),
  ];
  const note = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  const lines = [`${nameOf(contact)}${note}`, `  ${fingerprint(peerName)}`];
  return [...lines, ...(address === undefined ? [] : [`  ${address}`])].join('\n');
}
