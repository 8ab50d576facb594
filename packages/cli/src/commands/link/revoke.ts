import { isCollaborationError } from '@beckon/core';
import { createLinks } from '@beckon/links';
import { Command } from 'commander';
import type { Act } from '../../command-context.ts';
import { UserError } from '../../output/output.ts';
import { fileLinkStore } from '../../profile/link-store.ts';

export function revokeCommand(act: Act): Command {
  const command = new Command('revoke')
    .description('End a link: nobody opens it any more.')
    .argument('<id>', 'as beckon link list shows it');
  act<[string], object>(command, async ({ output, profile }, _options, id) => {
    try {
      await createLinks({ store: fileLinkStore(profile) }).revoke(id);
    } catch (error) {
      if (!isCollaborationError(error, 'NOT_FOUND')) throw error;
      throw new UserError(`There is no link ${id}. beckon link list shows those that there are.`);
    }
    output.print({ data: { type: 'revoked', id }, text: 'Nobody opens it any more.' });
    return 0;
  });
  return command;
}
