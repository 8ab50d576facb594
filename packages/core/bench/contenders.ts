import { type CollaborationAdapter, invite, parseGuid } from '../src/index.ts';

/** One way to invite. Calls `onDone` after the answer. */
export interface Contender {
  readonly name: string;
  readonly invite: (onDone: () => void) => void;
}

const endpoint = { address: 'bob' };
const applicationId = parseGuid('5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11');
const message = 'Join my whiteboard?';

export function withInvite(adapter: CollaborationAdapter): Contender {
  const request = { to: { endpoint }, applicationId, message };
  return {
    name: 'invite()',
    invite: (onDone) => void invite(adapter, request).subscribe({ complete: onDone }),
  };
}

/** The six steps of an invitation, written by hand without checks, cancel or errors. */
export function byHand(adapter: CollaborationAdapter): Contender {
  const invitation = { applicationId, message };
  const inviteByHand = async (): Promise<unknown> => {
    const event = adapter.createEvent();
    const signaled = new Promise<void>((resolve) => {
      event.signaled$.subscribe(resolve);
    });
    const handle = await adapter.invitations.inviteEndpoint(endpoint, invitation, event);
    await signaled;
    const response = await handle.response();
    await handle.close();
    event.close();
    return response;
  };
  return { name: 'by hand', invite: (onDone) => void inviteByHand().then(onDone) };
}
