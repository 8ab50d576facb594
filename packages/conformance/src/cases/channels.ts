import { casesOfTable } from '../cases-of-table.ts';
import { someEvent } from '../some-event.ts';

/** The line between the two sides of an accepted invitation. */
export const channelCases = casesOfTable('channels', {
  functions: {
    open: {
      call: (channels, context) => channels.open('unknown', someEvent(context)),
      needsSignIn: false,
      wrong: {
        'an empty id': (channels, context) => channels.open('', someEvent(context)),
        'a number as id': (channels, context) =>
          channels.open(7 as unknown as string, someEvent(context)),
      },
      withEvent: (channels, _context, event) => channels.open('unknown', event),
    },
  },
  rules: [],
});
