import type { Presence, PresenceStatus } from '@beckon/core';
import { ownPresence, presence } from '@beckon/core/presence';
import { PRESENCE_STATUSES } from '@beckon/core/adapter';
import { shownText } from '@beckon/host';
import { Argument, Command } from 'commander';
import { firstValueFrom, fromEvent, lastValueFrom, takeUntil, tap } from 'rxjs';
import type { Act } from '../command-context.ts';
import { UserError } from '../output/output.ts';
import { endpointOf } from '../people/recipient.ts';
import { withSession } from '../profile/session.ts';

interface Options {
  readonly text?: string;
  readonly of?: string;
}

const SETTABLE = PRESENCE_STATUSES.filter((status) => status !== 'offline');

export function presenceCommand(act: Act): Command {
  const command = new Command('presence')
    .description('Show or set your presence, or follow that of somebody else.')
    .addArgument(new Argument('[status]', 'the presence to set').choices(SETTABLE))
    .option('--text <text>', 'what others read beside it')
    .option('--of <contact|endpoint>', 'follow the presence of somebody, until Ctrl-C');
  act<[PresenceStatus | undefined], Options>(
    command,
    async ({ output, profile, interrupted }, { text, of }, status) =>
      withSession(profile, async ({ adapter, isHosted }) => {
        const print = (shown: Presence): void =>
          output.print({ data: { type: 'presence', ...shown }, text: presenceText(shown) });
        if (of !== undefined) {
          const followed$ = presence(adapter, await endpointOf(adapter, of)).pipe(
            tap(print),
            takeUntil(fromEvent(interrupted, 'abort')),
          );
          await lastValueFrom(followed$, { defaultValue: undefined });
          return 0;
        }
        if (!isHosted) {
          throw new UserError('You are offline: start beckon host first, in another terminal.');
        }
        if (status !== undefined) {
          const given = { status, ...(text === undefined ? {} : { text }) };
          await adapter.presence?.setOwn(given);
        }
        print(await firstValueFrom(ownPresence(adapter)));
        return 0;
      }),
  );
  return command;
}

function presenceText({ status, text }: Presence): string {
  const shown = shownText(text ?? '', 255);
  return shown === '' ? status : `${status}: ${shown}`;
}
