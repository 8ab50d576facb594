import { writeFile } from 'node:fs/promises';
import { TimelineRecorder } from '@beckon/core/inspect';
import { Command } from 'commander';
import type { Act } from '../command-context.ts';
import { exitCodeOf, inviting, type InvitingOptions } from '../inviting.ts';
import { recipientOf } from '../people/recipient.ts';
import { withSession } from '../profile/session.ts';
import { guid, seconds } from './option-values.ts';

interface Options extends InvitingOptions {
  readonly app: string;
  readonly withContent?: boolean;
}

export function recordCommand(act: Act): Command {
  const command = new Command('record')
    .description('Invite somebody, and write down all that happens, for a bug report.')
    .argument('<file>', 'where the timeline is written, as JSON')
    .argument('<contact|endpoint>', 'whom to invite')
    .requiredOption('--app <id>', 'the application that both sides have', guid)
    .option('--message <text>', 'for the person: at most 255 characters')
    .option('--expires <seconds>', 'how long to wait for the answer (default: 300)', seconds)
    .option('--with-content', 'write down messages and data too, not only their sizes');
  act<[string, string], Options>(
    command,
    async (context, { app, message, expires, withContent = false }, file, to) =>
      withSession(context.profile, async ({ adapter }) => {
        const recorder = new TimelineRecorder({ withContent });
        const recipient = await recipientOf(adapter, to);
        const request = {
          applicationId: app,
          ...(message === undefined ? {} : { message }),
          ...(expires === undefined ? {} : { expiresInMs: expires }),
        };
        try {
          return exitCodeOf(await inviting(context, adapter, recipient, request, recorder));
        } finally {
          const [timeline] = recorder.timelines;
          await writeFile(file, `${JSON.stringify(timeline, undefined, 2)}\n`, { mode: 0o600 });
          context.output.print({
            data: { type: 'recorded', file },
            text: `Written to ${file}. Look at it again with: beckon replay ${file}`,
          });
        }
      }),
  );
  return command;
}
