import type { InvitationFunctions, InvitationHandle } from '@beckon/core/adapter';
import { SentInvitationHandle } from '../invitations/sent-invitation-handle.ts';
import type { AdapterCall } from '../network/fault.ts';
import type { TableCalls } from '../replies/table-calls.ts';
import type { InviteCall } from '../running-adapter.ts';

export function invitationFunctions(table: TableCalls): InvitationFunctions {
  const withHandle = (operation: AdapterCall, call: InviteCall): PromiseLike<InvitationHandle> =>
    table.act(
      operation,
      (running) => new SentInvitationHandle(running.invite(operation, call), running, table.calls),
    );
  const withoutHandle = (operation: AdapterCall, call: InviteCall): PromiseLike<void> =>
    table.act(operation, (running) => running.invite(operation, call).readInAdvance());
  return {
    reportsDelivery: true,
    carriesReply: true,
    inviteEndpoint: (endpoint, invitation, event) =>
      withHandle('invitations.inviteEndpoint', { endpoint, invitation, event }),
    inviteContact: (contact, endpoint, invitation, event) =>
      withHandle('invitations.inviteContact', { contact, endpoint, invitation, event }),
    sendToEndpoint: (endpoint, invitation) =>
      withoutHandle('invitations.sendToEndpoint', { endpoint, invitation }),
    sendToContact: (contact, endpoint, invitation) =>
      withoutHandle('invitations.sendToContact', { contact, endpoint, invitation }),
  };
}
