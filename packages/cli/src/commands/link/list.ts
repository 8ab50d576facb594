import { createLinks } from '@beckon/links';
import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { fileLinkStore } from '../../profile/link-store.ts';
import { linkLine } from './link-line.ts';

export function listCommand(act: Act): Command {
  const command = new Command('list').description('List your links, and who has opened them.');
  act<[], object>(command, async ({ output, profile }) => {
    const links = await createLinks({ store: fileLinkStore(profile) }).list();
    for (const link of links) {
      const { data, text } = linkLine(link);
      const users = link.usedBy.map(
        ({ peerName, at }) => `    ${peerName} on ${new Date(at).toISOString()}`,
      );
      output.print({ data: { ...data }, text: [text, ...users].join('\n') });
    }
    if (links.length === 0 && !output.isJson) {
      output.print({ data: { type: 'none' }, text: 'There are no links.' });
    }
    return 0;
  });
  return command;
}
