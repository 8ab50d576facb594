import { type ChannelFunctions, checkContent } from '@beckon/core/adapter';
import type { Running } from '../adapter.ts';

/** The channels between the two sides of accepted invitations. */
export function channelsTable(use: (operation: string) => Running): ChannelFunctions {
  return {
    open: async (invitationId, event) => {
      const operation = 'channels.open';
      const { engine, events } = use(operation);
      checkContent.invitationId(operation, invitationId);
      const own = events.get(operation, event);
      const channel = engine.channels.open(operation, invitationId, () => own.set());
      return {
        next: () => channel.next(),
        send: (message) => channel.send(message),
        close: () => channel.close(),
      };
    },
  };
}
