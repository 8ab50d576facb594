import type { PersonNearMe } from '@beckon/core';
import { peopleNearMe } from '@beckon/core/people-near-me';
import { signedIn } from '@beckon/core/visibility';
import { shownText } from '@beckon/host';
import { Command } from 'commander';
import { filter, fromEvent, lastValueFrom, merge, switchMap, takeUntil, tap, timer } from 'rxjs';
import type { Act } from '../command-context.ts';
import { UserError } from '../output/output.ts';
import { withSession } from '../profile/session.ts';
import { seconds } from './option-values.ts';

interface Options {
  readonly for?: number;
}

const EVERY_ADDRESS = ['/ip4/0.0.0.0/tcp/0'];

export function nearCommand(act: Act): Command {
  const command = new Command('near')
    .description('Show who is near, live. You are announced to them meanwhile.')
    .option('--for <seconds>', 'end after this time (default: at Ctrl-C)', seconds);
  act<[], Options>(command, async ({ output, profile, interrupted }, { for: durationMs }) =>
    withSession(
      profile,
      async ({ adapter }) => {
        if (adapter.peopleNearMe === undefined) {
          throw new UserError(
            'The running host does not look for people near. Start it with: beckon host --near',
          );
        }
        const ends$ = merge(
          fromEvent(interrupted, 'abort'),
          ...(durationMs === undefined ? [] : [timer(durationMs)]),
        );
        const people$ = signedIn(adapter, 'nearMe').pipe(
          filter((signed) => signed !== undefined),
          switchMap(() => peopleNearMe(adapter)),
          tap((people) => {
            output.print({ data: { type: 'near', people }, text: peopleText(people) });
          }),
          takeUntil(ends$),
        );
        output.status('Looking for people near…');
        await lastValueFrom(people$, { defaultValue: [] });
        return 0;
      },
      { nearMe: true, listen: EVERY_ADDRESS },
    ),
  );
  return command;
}

function peopleText(people: readonly PersonNearMe[]): string {
  if (people.length === 0) return 'Nobody is near.';
  return people
    .map(({ nickname, endpoint }) => `${shownText(nickname, 40)}\n  ${endpoint.address}`)
    .join('\n');
}
