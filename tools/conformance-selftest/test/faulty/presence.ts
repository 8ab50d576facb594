import type { Presence } from '@beckon/core';
import {
  type FaultyAdapters,
  instead,
  rememberingTheFirstPresence,
  withCollaborationEvents,
  withoutFailedRequests,
  withTable,
} from '../faulty-adapter.ts';

export const faultyPresence: FaultyAdapters = [
  {
    breaks: 'own() gives online after signing in',
    make: withTable('presence', () => ({ own: () => Promise.resolve({ status: 'away' }) })),
  },
  {
    breaks: 'own() gives the presence of setOwn(), for each status and for the longest text',
    make: withTable('presence', ({ setOwn }) => ({
      setOwn: ({ status, text }) =>
        setOwn({ status, ...(text === undefined ? {} : { text: text.slice(0, 200) }) }),
    })),
  },
  {
    // Keeps the text when only the status is set.
    breaks: 'own() gives the presence of setOwn(), for each status and for the longest text',
    make: withTable('presence', ({ own, setOwn }) => ({
      setOwn: async (presence) => setOwn({ ...(await own()), ...presence }),
    })),
  },
  {
    breaks: 'own() gives online again after signing out and in',
    make: withTable('presence', ({ own, setOwn }) => {
      let last: Presence | undefined;
      return {
        async setOwn(presence) {
          await setOwn(presence);
          last = presence;
        },
        own: async () => last ?? own(),
      };
    }),
  },
  {
    breaks: 'at() rejects with NOT_FOUND when the data of the endpoint is not at hand',
    make: withTable('presence', ({ at }) => ({
      at: (endpoint) =>
        instead(
          () => at(endpoint),
          'NOT_FOUND',
          () => ({ status: 'offline' }),
        ),
    })),
  },
  {
    breaks: 'at() follows the presence of a peer that is watched',
    make: rememberingTheFirstPresence,
  },
  {
    breaks: 'at() follows the presence of a peer that is watched',
    make: withCollaborationEvents((event) =>
      event.type === 'endpointPresenceChanged' ? { ...event, change: 'added' } : event,
    ),
  },
  ...[
    (): PromiseLike<void> => Promise.resolve(),
    ({ status }: Presence, setOwn: (presence: Presence) => PromiseLike<void>) => setOwn({ status }),
  ].map((act) => ({
    breaks: 'a peer that watches this side follows its presence',
    make: withTable('presence', ({ setOwn }) => ({ setOwn: (presence) => act(presence, setOwn) })),
  })),
  {
    breaks: 'a watched peer that crashes is offline',
    make: rememberingTheFirstPresence,
  },
  {
    breaks: 'a watched peer that crashes is offline',
    make: withoutFailedRequests,
  },
  {
    breaks: 'a watched peer that crashes is offline',
    make: withCollaborationEvents((event) =>
      event.type === 'endpointPresenceChanged' ? undefined : event,
    ),
  },
];
