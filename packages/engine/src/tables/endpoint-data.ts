import { CollaborationError } from '@beckon/core';
import type { EndpointDataFunctions, EndpointSubscription } from '@beckon/core/adapter';
import type { Running } from '../adapter.ts';
import type { WatchedEndpoint } from '../directory/watched-endpoint.ts';

/** The data that other endpoints show of themselves. */
export function endpointDataTable(use: (operation: string) => Running): EndpointDataFunctions {
  return {
    refresh: async (endpoint) => {
      const { engine } = use('endpointData.refresh');
      engine.watchedAt('endpointData.refresh', endpoint).refresh();
    },
    delete: async (endpoint) => {
      const { engine } = use('endpointData.delete');
      engine.checkEndpoint('endpointData.delete', endpoint);
      engine.directory.watched.dropSnapshot(endpoint.address);
    },
    subscribe: async (endpoint) => {
      const { engine } = use('endpointData.subscribe');
      return endpointSubscription(engine.watchedAt('endpointData.subscribe', endpoint));
    },
    contactCard: async (endpoint) => {
      const operation = 'endpointData.contactCard';
      const { engine, contacts } = use(operation);
      engine.checkEndpoint(operation, endpoint);
      const { contact, state } = engine.directory.requireSeenAt(operation, endpoint.address);
      const { peerName } = contact;
      if (state.card === undefined) return contacts.cardOf(operation, peerName);
      const shown = await engine.transport.readCard(operation, state.card);
      if (shown.peerName === peerName) return state.card;
      throw new CollaborationError(
        'REMOTE_ERROR',
        `${operation}: ${peerName} shows a card of ${shown.peerName}. Do not add it.`,
      );
    },
  };
}

function endpointSubscription(endpoint: WatchedEndpoint): EndpointSubscription {
  const isNew = endpoint.subscribe();
  let isClosed = false;
  return {
    isNew: async () => isNew,
    close: async () => {
      if (isClosed) {
        throw new CollaborationError(
          'CLOSED',
          'EndpointSubscription.close: the subscription is closed.',
        );
      }
      isClosed = true;
      endpoint.unsubscribe();
    },
  };
}
