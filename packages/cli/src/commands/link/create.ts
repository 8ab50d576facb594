import { createLinks } from '@beckon/links';
import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { fileLinkStore } from '../../profile/link-store.ts';
import { withSession } from '../../profile/session.ts';
import { count, guid, seconds } from '../option-values.ts';
import { linkLine } from './link-line.ts';

interface Options {
  readonly app?: string;
  readonly expires?: number;
  readonly uses?: number;
  readonly page?: string;
}

export function createCommand(act: Act): Command {
  const command = new Command('create')
    .description('Create a link. Whoever opens it becomes your contact, while beckon host runs.')
    .option('--app <id>', 'instead: whoever opens it may invite you for this application', guid)
    .option('--expires <seconds>', 'how long it can be opened (default: a day)', seconds)
    .option('--uses <number>', 'how many people can open it (default: 1)', count)
    .option('--page <address>', 'a page that opens links: the link is then its address');
  act<[], Options>(command, async ({ output, profile }, { app, expires, uses, page }) =>
    withSession(profile, async ({ adapter, isHosted }) => {
      const links = createLinks({ store: fileLinkStore(profile) });
      const { link, text } = await links.create(
        adapter,
        {
          kind: app === undefined ? 'contact' : 'invitation',
          ...(app === undefined ? {} : { applicationId: app }),
          ...(expires === undefined ? {} : { expiresInMs: expires }),
          ...(uses === undefined ? {} : { uses }),
        },
        page,
      );
      const line = linkLine(link);
      output.print({ data: { ...line.data, text }, text: `${text}\n${line.text}` });
      if (!isHosted) output.warn(new Error('Nobody can open it while beckon host does not run.'));
      return 0;
    }),
  );
  return command;
}
