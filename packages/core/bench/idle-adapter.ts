import { AutoResetEvent, type InvitationHandle } from '../src/adapter.ts';
import type { CollaborationAdapter, InvitationResponse } from '../src/index.ts';

const accepted: InvitationResponse = { action: 'accepted' };

/** An adapter without any work: every invitation is accepted as soon as it is sent. */
export function idleAdapter(): CollaborationAdapter {
  const handle: InvitationHandle = {
    response: () => Promise.resolve(accepted),
    cancel: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return {
    name: 'idle',
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    createEvent: () => new AutoResetEvent(),
    identity: {} as CollaborationAdapter['identity'],
    invitations: {
      reportsDelivery: false,
      carriesReply: false,
      inviteEndpoint(_endpoint, _invitation, event) {
        (event as AutoResetEvent).set();
        return Promise.resolve(handle);
      },
      inviteContact: () => Promise.resolve(handle),
      sendToEndpoint: () => Promise.resolve(),
      sendToContact: () => Promise.resolve(),
    },
  };
}
