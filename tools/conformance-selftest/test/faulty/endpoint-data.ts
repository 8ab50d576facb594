import { CollaborationError, type CollaborationErrorCode, type Endpoint } from '@beckon/core';
import type { EndpointDataFunctions, EndpointSubscription } from '@beckon/core/adapter';
import {
  type FaultyAdapters,
  instead,
  type MakeFaulty,
  withCollaborationEvents,
  withTable,
} from '../faulty-adapter.ts';

/** Replaces what subscriptions do. */
const withSubscription = (
  change: (
    correct: EndpointSubscription,
    endpoint: Endpoint,
    endpointData: EndpointDataFunctions,
  ) => Partial<EndpointSubscription>,
): MakeFaulty =>
  withTable('endpointData', (correct) => ({
    async subscribe(endpoint) {
      const { isNew, close } = await correct.subscribe(endpoint);
      return { isNew, close, ...change({ isNew, close }, endpoint, correct) };
    },
  }));

/** Every request ends with `error`, or without one. */
const endingWith = (error: CollaborationErrorCode | undefined): MakeFaulty =>
  withCollaborationEvents((event) => {
    if (event.type !== 'requestStatusChanged') return event;
    const { type, endpoint } = event;
    return {
      type,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(error === undefined ? {} : { error }),
    };
  });

export const faultyEndpointData: FaultyAdapters = [
  {
    breaks: 'delete() of data that is not at hand does nothing',
    make: withTable('endpointData', () => ({
      delete: () => Promise.reject(new CollaborationError('NOT_FOUND', 'there is none')),
    })),
  },
  {
    breaks: 'contactCard() rejects with NOT_FOUND when no data of the endpoint is at hand',
    make: withTable('endpointData', ({ contactCard }) => ({
      contactCard: (endpoint) =>
        instead(
          () => contactCard(endpoint),
          'NOT_FOUND',
          () => '',
        ),
    })),
  },
  {
    breaks: 'only the first subscription of an endpoint is new',
    make: withSubscription(() => ({ isNew: async () => true })),
  },
  {
    breaks: 'the subscription after the last one of its endpoint has been closed is new',
    make: withSubscription(() => ({ close: async () => undefined })),
  },
  {
    breaks: 'a second EndpointSubscription.close() rejects with CLOSED',
    make: withSubscription(({ close }) => ({
      close: () => instead(close, 'CLOSED', () => undefined),
    })),
  },
  {
    breaks: 'a subscription that is held over the last close() has ended, and may be closed',
    make: withSubscription(({ close }, endpoint, { delete: drop }) => ({
      async close() {
        // Throws when the adapter is closed.
        await drop(endpoint);
        await close();
      },
    })),
  },
  {
    breaks: 'a subscription that is held over the last close() has ended, and may be closed',
    make: (correct) => {
      const seen = new Set<string>();
      return withSubscription((_subscription, { address }) => {
        const isNew = !seen.has(address);
        seen.add(address);
        return { isNew: async () => isNew };
      })(correct);
    },
  },
  ...[
    'refresh() of an endpoint where nobody is ends with an event that says UNREACHABLE',
    'subscribe() to an endpoint where nobody is ends with an event that says UNREACHABLE, and may be closed',
  ].map((breaks) => ({ breaks, make: endingWith(undefined) })),
  {
    breaks:
      'subscribe() to an endpoint where nobody is ends with an event that says UNREACHABLE, and may be closed',
    make: withSubscription(({ close }, { address }) => ({
      // Windows has dropped a subscription that failed, and knows nothing to unsubscribe.
      async close() {
        await close();
        if (address === 'nobody') throw new CollaborationError('INVALID_ARGUMENT', 'there is none');
      },
    })),
  },
  {
    breaks: 'refresh() and subscribe() of a peer end with an event that says no error',
    make: endingWith('UNREACHABLE'),
  },
];
