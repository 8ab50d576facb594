import type { Contact, Endpoint, Invitation } from '@beckon/core';
import { checkContent, type InvitationFunctions } from '@beckon/core/adapter';
import type { Running } from '../adapter.ts';
import type { DialTarget } from '../transport.ts';

/** The sender's functions. */
export function invitationsTable(use: (operation: string) => Running): InvitationFunctions {
  return {
    reportsDelivery: true,
    carriesReply: true,
    inviteEndpoint: async (endpoint, invitation, event) => {
      const operation = 'invitations.inviteEndpoint';
      const { engine, events } = use(operation);
      const target = checked(operation, engine, invitation, endpoint);
      const own = event === undefined ? undefined : events.get(operation, event);
      return engine.invitations.invite(target, invitation, own);
    },
    inviteContact: async (contact, endpoint, invitation, event) => {
      const operation = 'invitations.inviteContact';
      const { engine, events } = use(operation);
      checkContent.contact(operation, contact);
      const target = checked(operation, engine, invitation, endpoint, contact);
      const own = event === undefined ? undefined : events.get(operation, event);
      return engine.invitations.invite(target, invitation, own);
    },
    sendToEndpoint: async (endpoint, invitation) => {
      const operation = 'invitations.sendToEndpoint';
      const { engine } = use(operation);
      return engine.invitations.send(checked(operation, engine, invitation, endpoint), invitation);
    },
    sendToContact: async (contact, endpoint, invitation) => {
      const operation = 'invitations.sendToContact';
      const { engine } = use(operation);
      checkContent.contact(operation, contact);
      const target = checked(operation, engine, invitation, endpoint, contact);
      return engine.invitations.send(target, invitation);
    },
  };
}

/** Checks the invitation, and reads its target. */
function checked(
  operation: string,
  { transport }: Running['engine'],
  invitation: Invitation,
  endpoint: Endpoint,
  contact?: Contact,
): DialTarget {
  checkContent.endpoint(operation, endpoint);
  checkContent.invitation(operation, invitation);
  return transport.target(operation, endpoint, contact);
}
