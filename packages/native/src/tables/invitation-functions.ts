import type { Contact, Endpoint, Invitation } from '@beckon/core';
import {
  checkContent,
  type EventHandle,
  invalidArgument,
  type InvitationFunctions,
  type InvitationHandle,
} from '@beckon/core/adapter';
import { encodeContact, encodeEndpoint, encodeInvitation } from '../ffi/encode.ts';
import type { InvitationPointer, KernelEventHandle, Out } from '../ffi/handles.ts';
import { written } from '../ffi/results.ts';
import type { CallsOf, OperationCalls } from './operation-calls.ts';

interface Sending {
  readonly contact?: Contact;
  readonly endpoint: Endpoint;
  readonly invitation: Invitation;
}

export function invitationFunctions(callsOf: CallsOf): InvitationFunctions {
  return {
    reportsDelivery: false,
    carriesReply: false,

    async inviteEndpoint(endpoint, invitation, event) {
      return invite(callsOf('invitations.inviteEndpoint'), { endpoint, invitation }, event);
    },

    async inviteContact(contact, endpoint, invitation, event) {
      const calls = callsOf('invitations.inviteContact');
      return invite(calls, { contact, endpoint, invitation }, event);
    },

    async sendToEndpoint(endpoint, invitation) {
      send(callsOf('invitations.sendToEndpoint'), { endpoint, invitation }, null, null);
    },

    async sendToContact(contact, endpoint, invitation) {
      send(callsOf('invitations.sendToContact'), { contact, endpoint, invitation }, null, null);
    },
  };
}

function invite(
  calls: OperationCalls,
  sending: Sending,
  eventHandle: EventHandle | undefined,
): InvitationHandle {
  const { operation, running } = calls;
  const event = eventHandle && running.events.get(operation, eventHandle);
  const handle: Out<InvitationPointer> = [null];
  send(calls, sending, event?.kernelEvent.handle ?? null, handle);
  return running.holdInvitation(written(operation, handle), event);
}

function send(
  calls: OperationCalls,
  { contact, endpoint, invitation }: Sending,
  event: KernelEventHandle | null,
  handle: Out<InvitationPointer> | null,
): void {
  const { operation } = calls;
  checkContent.endpoint(operation, endpoint);
  checkContent.invitation(operation, invitation);
  const to = encodeEndpoint(operation, endpoint);
  const content = encodeInvitation(invitation);
  if (contact === undefined) {
    calls.run('PeerCollabAsyncInviteEndpoint', to, content, event, handle);
    return;
  }
  checkContent.contact(operation, contact);
  checkIsSomebodyElse(calls, contact);
  const meant = encodeContact(contact);
  calls.run('PeerCollabAsyncInviteContact', meant, to, content, event, handle);
}

// Windows does not report this side's own endpoints, so only the contact can be compared.
function checkIsSomebodyElse(calls: OperationCalls, { peerName }: Contact): void {
  const own = calls.read('PeerCollabGetContact', [null], 'contact');
  if (own.peerName !== peerName) return;
  throw invalidArgument(`${calls.operation}: contact is this side's own. Invite another contact.`);
}
