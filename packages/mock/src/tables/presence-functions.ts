import { checkContent, type PresenceFunctions } from '@beckon/core/adapter';
import { checkEndpoint } from '../network/address.ts';
import type { TableCalls } from '../replies/table-calls.ts';

export function presenceFunctions(table: TableCalls): PresenceFunctions {
  return {
    own: () =>
      table.act('presence.own', ({ directory }) => {
        directory.visibility.require('presence.own');
        return directory.presence.value;
      }),
    setOwn: (presence) =>
      table.act('presence.setOwn', ({ directory }) => {
        checkContent.presence('presence.setOwn', presence);
        directory.visibility.require('presence.setOwn');
        directory.presence.set(presence);
      }),
    at: (endpoint) =>
      table.act('presence.at', ({ directory }) => {
        checkEndpoint('presence.at', endpoint);
        return directory.watched.get('presence.at', endpoint.address).presence;
      }),
  };
}
