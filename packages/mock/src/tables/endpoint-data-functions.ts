import { CollaborationError } from '@beckon/core';
import type { EndpointDataFunctions, EndpointSubscription } from '@beckon/core/adapter';
import { cardOf } from '../contacts/card.ts';
import { checkEndpoint } from '../network/address.ts';
import type { TableCalls } from '../replies/table-calls.ts';
import type { RunningAdapter } from '../running-adapter.ts';

export function endpointDataFunctions(table: TableCalls): EndpointDataFunctions {
  return {
    refresh: (endpoint) =>
      table.act('endpointData.refresh', ({ directory }) => {
        checkEndpoint('endpointData.refresh', endpoint);
        directory.watched.refresh(endpoint.address);
      }),
    delete: (endpoint) =>
      table.act('endpointData.delete', ({ directory }) => {
        checkEndpoint('endpointData.delete', endpoint);
        directory.watched.dropSnapshot(endpoint.address);
      }),
    subscribe: (endpoint) =>
      table.act('endpointData.subscribe', (running) => {
        checkEndpoint('endpointData.subscribe', endpoint);
        return endpointSubscription(table, running, endpoint.address);
      }),
    contactCard: (endpoint) =>
      table.act('endpointData.contactCard', ({ directory }) => {
        checkEndpoint('endpointData.contactCard', endpoint);
        return cardOf(directory.watched.get('endpointData.contactCard', endpoint.address).contact);
      }),
  };
}

function endpointSubscription(
  { calls }: TableCalls,
  running: RunningAdapter,
  address: string,
): EndpointSubscription {
  const { watched } = running.directory;
  const isNew = watched.subscribe(address);
  let isClosed = false;
  return {
    isNew: () => calls.act('EndpointSubscription.isNew', () => isNew),
    close: () =>
      calls.act('EndpointSubscription.close', () => {
        if (isClosed) {
          throw new CollaborationError(
            'CLOSED',
            'EndpointSubscription.close: the subscription is closed.',
          );
        }
        isClosed = true;
        if (!running.isClosed) watched.unsubscribe(address);
      }),
  };
}
