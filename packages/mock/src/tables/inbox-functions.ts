import type { ReceivedInvitationStatus } from '@beckon/core';
import { checkContent, type InboxFunctions } from '@beckon/core/adapter';
import { InboxChangeQueue } from '../invitations/inbox-change-queue.ts';
import type { AdapterCall } from '../network/fault.ts';
import type { Answer } from '../network/message.ts';
import type { TableCalls } from '../replies/table-calls.ts';
import { createAnswer } from '../invitations/create-answer.ts';

export function inboxFunctions(table: TableCalls): InboxFunctions {
  const answer = (
    operation: AdapterCall,
    id: string,
    action: Answer['action'],
    message?: string,
    data?: Uint8Array,
  ): PromiseLike<ReceivedInvitationStatus> =>
    table.defer(operation, ({ inbox }, reply) => {
      checkContent.invitationId(operation, id);
      checkContent.reply(operation, message, data);
      inbox.answer(operation, id, createAnswer(action, message, data), reply);
    });
  return {
    changes: (event) =>
      table.act('inbox.changes', (running) => {
        const queue = running.inboxChanges('inbox.changes', event);
        return new InboxChangeQueue(queue, running.inbox, table.calls);
      }),
    status: (id) =>
      table.act('inbox.status', ({ inbox }) => {
        checkContent.invitationId('inbox.status', id);
        return inbox.status('inbox.status', id);
      }),
    accept: (id, message, data) => answer('inbox.accept', id, 'accepted', message, data),
    decline: (id, message) => answer('inbox.decline', id, 'declined', message),
    fail: (id, reason) =>
      table.act('inbox.fail', ({ inbox }) => {
        checkContent.invitationId('inbox.fail', id);
        checkContent.inboxFailure('inbox.fail', reason);
        return inbox.fail('inbox.fail', id, reason);
      }),
  };
}
