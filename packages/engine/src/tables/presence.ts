import { checkContent, type PresenceFunctions } from '@beckon/core/adapter';
import type { Running } from '../adapter.ts';

/** The presence of this side and of others. */
export function presenceTable(use: (operation: string) => Running): PresenceFunctions {
  return {
    own: async () => {
      const { presence, visibility } = use('presence.own').engine.directory;
      visibility.require('presence.own');
      return presence.value;
    },
    setOwn: async (value) => {
      const { presence, visibility } = use('presence.setOwn').engine.directory;
      checkContent.presence('presence.setOwn', value);
      visibility.require('presence.setOwn');
      presence.set(value);
    },
    at: async (endpoint) => {
      const { engine } = use('presence.at');
      engine.checkEndpoint('presence.at', endpoint);
      return engine.directory.requireSeenAt('presence.at', endpoint.address).state.presence;
    },
  };
}
