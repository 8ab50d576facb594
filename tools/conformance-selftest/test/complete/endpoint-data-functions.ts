import { CollaborationError, type Endpoint } from '@beckon/core';
import type { EndpointDataFunctions, Lifecycle } from '@beckon/core/adapter';
import { checkPlace } from './check-place.ts';
import type { Running } from './running.ts';

export function endpointDataFunctions(
  adapter: Lifecycle<Running>,
  isThere: (address: string) => boolean,
): EndpointDataFunctions {
  /** Ends a request after its function has returned, as over a network. */
  const end = (endpoint: Endpoint): void => {
    void Promise.resolve().then(() =>
      adapter.running?.feed.emit({
        type: 'requestStatusChanged',
        endpoint,
        ...(isThere(endpoint.address) ? {} : { error: 'UNREACHABLE' }),
      }),
    );
  };
  return {
    async refresh(endpoint) {
      adapter.use('endpointData.refresh');
      checkPlace('endpointData.refresh', endpoint);
      end(endpoint);
    },
    async delete(endpoint) {
      adapter.use('endpointData.delete');
      checkPlace('endpointData.delete', endpoint);
    },
    async subscribe(endpoint) {
      const { subscriptions } = adapter.use('endpointData.subscribe');
      checkPlace('endpointData.subscribe', endpoint);
      const { address } = endpoint;
      const before = subscriptions.get(address) ?? 0;
      subscriptions.set(address, before + 1);
      if (before === 0) end(endpoint);
      let isClosed = false;
      return {
        isNew: async () => before === 0,
        async close() {
          if (isClosed) {
            throw new CollaborationError(
              'CLOSED',
              'EndpointSubscription.close: the subscription is closed.',
            );
          }
          isClosed = true;
          subscriptions.set(address, (subscriptions.get(address) ?? 0) - 1);
        },
      };
    },
    async contactCard(endpoint) {
      adapter.use('endpointData.contactCard');
      checkPlace('endpointData.contactCard', endpoint);
      throw new CollaborationError(
        'NOT_FOUND',
        'endpointData.contactCard: no data of the endpoint is at hand.',
      );
    },
  };
}
