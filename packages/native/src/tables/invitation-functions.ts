import type { EventHandle, InvitationFunctions, InvitationHandle } from '@beckon/core';
import { encodeContact, encodeEndpoint, encodeInvitation } from '../ffi/encode.ts';
import type { Hresult, PeerFunctionName, PeerFunctions } from '../ffi/functions.ts';
import type { InvitationPointer, KernelEventHandle, Out } from '../ffi/handles.ts';
import { succeeded, written } from '../ffi/results.ts';
import type { CurrentSession } from './current-session.ts';

type Send = (
  peer: PeerFunctions,
  event: KernelEventHandle | null,
  handle: Out<InvitationPointer> | null,
) => Hresult;

export function invitationFunctions(current: CurrentSession): InvitationFunctions {
  async function invite(
    operation: PeerFunctionName,
    event: EventHandle | undefined,
    send: Send,
  ): Promise<InvitationHandle> {
    const session = current(operation);
    const signal = event && session.kernelEvent(event);
    const handle: Out<InvitationPointer> = [null];
    succeeded(operation, send(session.library.peer, signal?.kernelEvent ?? null, handle));
    return session.addInvitation(written(operation, handle), signal?.event);
  }

  async function sendOnly(operation: PeerFunctionName, send: Send): Promise<void> {
    succeeded(operation, send(current(operation).library.peer, null, null));
  }

  return {
    reportsDelivery: false,

    inviteEndpoint: (endpoint, invitation, event) =>
      invite('PeerCollabAsyncInviteEndpoint', event, (peer, kernelEvent, handle) =>
        peer.PeerCollabAsyncInviteEndpoint(
          encodeEndpoint(endpoint),
          encodeInvitation(invitation),
          kernelEvent,
          handle,
        ),
      ),

    inviteContact: (contact, endpoint, invitation, event) =>
      invite('PeerCollabAsyncInviteContact', event, (peer, kernelEvent, handle) =>
        peer.PeerCollabAsyncInviteContact(
          encodeContact(contact),
          encodeEndpoint(endpoint),
          encodeInvitation(invitation),
          kernelEvent,
          handle,
        ),
      ),

    sendToEndpoint: (endpoint, invitation) =>
      sendOnly('PeerCollabAsyncInviteEndpoint', (peer, event, handle) =>
        peer.PeerCollabAsyncInviteEndpoint(
          encodeEndpoint(endpoint),
          encodeInvitation(invitation),
          event,
          handle,
        ),
      ),

    sendToContact: (contact, endpoint, invitation) =>
      sendOnly('PeerCollabAsyncInviteContact', (peer, event, handle) =>
        peer.PeerCollabAsyncInviteContact(
          encodeContact(contact),
          encodeEndpoint(endpoint),
          encodeInvitation(invitation),
          event,
          handle,
        ),
      ),
  };
}
