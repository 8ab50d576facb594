import { checkContent, type InboxFunctions } from '@beckon/core/adapter';
import type { Running } from '../adapter.ts';

/** The recipient's functions. */
export function inboxTable(use: (operation: string) => Running): InboxFunctions {
  return {
    changes: async (event) => {
      const { engine, events } = use('inbox.changes');
      return engine.invitations.inbox.changes(events.get('inbox.changes', event));
    },
    status: async (id) => {
      const { inbox } = use('inbox.status').engine.invitations;
      checkContent.invitationId('inbox.status', id);
      return inbox.status('inbox.status', id);
    },
    accept: async (id, message, data) => {
      const { inbox } = use('inbox.accept').engine.invitations;
      checkContent.invitationId('inbox.accept', id);
      checkContent.reply('inbox.accept', message, data);
      return inbox.answer('inbox.accept', id, 'accepted', {
        ...(message === undefined ? {} : { message }),
        // The answer may be sent later, and the app may change its own bytes before.
        ...(data === undefined ? {} : { data: new Uint8Array(data) }),
      });
    },
    decline: async (id, message) => {
      const { inbox } = use('inbox.decline').engine.invitations;
      checkContent.invitationId('inbox.decline', id);
      checkContent.reply('inbox.decline', message);
      return inbox.answer('inbox.decline', id, 'declined', {
        ...(message === undefined ? {} : { message }),
      });
    },
    fail: async (id, reason) => {
      const { inbox } = use('inbox.fail').engine.invitations;
      checkContent.invitationId('inbox.fail', id);
      checkContent.inboxFailure('inbox.fail', reason);
      return inbox.fail('inbox.fail', id, reason);
    },
  };
}
