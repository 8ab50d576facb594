import { CollaborationError, type CollaborationErrorCode, type Endpoint } from '@beckon/core';
import type { EndpointDataFunctions, EndpointSubscription } from '@beckon/core/adapter';
import {
  type FaultyAdapters,
  instead,
  type MakeFaulty,
  withCollaborationEvents,
  withTable,
} from '../faulty-adapter.ts';

/** Replaces some functions of every subscription. */
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
    breaks: 'delete() does nothing when the data of the endpoint is not at hand',
    make: withTable('endpointData', () => ({
      delete: () => Promise.reject(new CollaborationError('NOT_FOUND', 'there is none')),
    })),
  },
  {
    breaks: 'contactCard() rejects with NOT_FOUND when the data of the endpoint is not at hand',
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
    breaks: 'isNew() is true for the first subscription to an endpoint only',
    make: withSubscription(() => ({ isNew: async () => true })),
  },
  {
    breaks: 'isNew() is true again after the last subscription to an endpoint was closed',
    make: withSubscription(() => ({ close: async () => undefined })),
  },
  {
    breaks: 'a second EndpointSubscription.close() rejects with CLOSED',
    make: withSubscription(({ close }) => ({
      close: () => instead(close, 'CLOSED', () => undefined),
    })),
  },
  {
    breaks:
      'the last close() ends every subscription, and EndpointSubscription.close() resolves after it',
    make: withSubscription(({ close }, endpoint, { delete: drop }) => ({
      async close() {
        // Throws when the adapter is closed.
        await drop(endpoint);
        await close();
      },
    })),
  },
  {
    breaks:
      'the last close() ends every subscription, and EndpointSubscription.close() resolves after it',
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
    'refresh() of an empty address ends with an event that says UNREACHABLE',
    'subscribe() to an empty address ends with an event that says UNREACHABLE, and can be closed',
  ].map((breaks) => ({ breaks, make: endingWith(undefined) })),
  {
    breaks:
      'subscribe() to an empty address ends with an event that says UNREACHABLE, and can be closed',
    make: withSubscription(({ close }, { address }) => ({
      // Windows drops a failed subscription, and then has nothing to unsubscribe.
      async close() {
        await close();
        if (address === 'nobody') throw new CollaborationError('INVALID_ARGUMENT', 'there is none');
      },
    })),
  },
  {
    breaks: 'refresh() and subscribe() of a peer end with an event without an error',
    make: endingWith('UNREACHABLE'),
  },
];
