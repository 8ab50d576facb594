import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { fingerprintOf } from '@beckon/core/safety-number';
import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { UserError } from '../../output/output.ts';
import { contactsOf, nameOf } from '../../people/contact-names.ts';
import { withSession } from '../../profile/session.ts';

interface Options {
  readonly name?: string;
  readonly watch?: boolean;
  readonly canWatchMe?: boolean;
}

export function addCommand(act: Act): Command {
  const command = new Command('add')
    .description('Add somebody by their card, as beckon whoami prints it.')
    .argument('<card|@file|->', 'the card, a file with it, or - for the input')
    .option('--name <name>', 'what to call them')
    .option('--watch', 'follow their presence while the host runs')
    .option('--can-watch-me', 'let them see your presence and your applications');
  act<[string], Options>(command, async ({ output, profile }, options, given) =>
    withSession(profile, async ({ adapter }) => {
      const contacts = contactsOf(adapter);
      const { name, watch, canWatchMe } = options;
      const added = await contacts.add(await cardOf(given));
      const contact = {
        ...added,
        ...(name === undefined ? {} : { nickname: name }),
        ...(watch === undefined ? {} : { isWatched: watch }),
        ...(canWatchMe === undefined ? {} : { canWatchMe }),
      };
      await contacts.update(contact);
      const { peerName } = contact;
      const fingerprint = await fingerprintOf(peerName);
      output.print({
        data: { type: 'added', peerName, fingerprint },
        text: `${nameOf(contact)} is a contact now. Fingerprint: ${fingerprint}\nTo be sure that it is them: beckon contacts verify`,
      });
      return 0;
    }),
  );
  return command;
}

async function cardOf(given: string): Promise<string> {
  if (given === '-') return (await readAll(process.stdin)).trim();
  if (!given.startsWith('@')) return given;
  try {
    return (await readFile(given.slice(1), 'utf8')).trim();
  } catch (cause) {
    throw new UserError((cause as Error).message, { cause });
  }
}
