import { readFile } from 'node:fs/promises';
import type { InvitationTimeline } from '@beckon/core/inspect';
import { replayAdapter } from '@beckon/mock';
import { Command } from 'commander';
import type { Act } from '../command-context.ts';
import { exitCodeOf, inviting } from '../inviting.ts';
import { UserError } from '../output/output.ts';

export function replayCommand(act: Act): Command {
  const command = new Command('replay')
    .description('Let a recorded invitation happen again, with its times and its end.')
    .argument('<file>', 'a timeline that beckon record has written');
  act<[string], object>(command, async (context, _options, file) => {
    const timeline = await readTimeline(file);
    const adapter = replayed(timeline, file);
    await adapter.open();
    try {
      const { address = 'somebody', applicationId } = timeline.request;
      const recipient = { target: { endpoint: { address } }, name: address };
      return exitCodeOf(await inviting(context, adapter, recipient, { applicationId }));
    } finally {
      await adapter.close();
    }
  });
  return command;
}

async function readTimeline(file: string): Promise<InvitationTimeline> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as InvitationTimeline;
  } catch (cause) {
    throw new UserError(`${file} cannot be read as JSON: ${(cause as Error).message}`, { cause });
  }
}

function replayed(timeline: InvitationTimeline, file: string): ReturnType<typeof replayAdapter> {
  try {
    return replayAdapter(timeline);
  } catch (cause) {
    throw new UserError(`${file} is no timeline: ${(cause as Error).message}`, { cause });
  }
}
