import { CollaborationError, type InvitationResponse, type Unanswered } from '@beckon/core';
import { type InvitationHandle, withTables } from '@beckon/core/adapter';
import type { MockAdapter } from '@beckon/mock';

/**
 * An adapter with as little as the contract allows: no inbox, channels, replies, delivery reports, own
 * endpoints or cards.
 */
export type SparseAdapter = Omit<MockAdapter, 'inbox' | 'channels' | 'endpoint' | 'contact'>;

export function sparseAdapter(complete: MockAdapter): SparseAdapter {
  const { identity, invitations, contacts, visibility } = complete;
  /**
   * Rejects when signed out, as Windows does. The complete adapter rejects by itself when it is not
   * open.
   */
  const requireSignedIn = async (operation: string): Promise<void> => {
    const scope = await Promise.resolve(visibility.scope()).catch(() => undefined);
    if (scope === 'none') {
      throw new CollaborationError('NOT_SIGNED_IN', `${operation}: sign in first.`);
    }
  };
  const adapter = withTables(complete, {
    invitations: {
      ...invitations,
      reportsDelivery: false,
      carriesReply: false,
      inviteEndpoint: async (...args) => withoutReply(await invitations.inviteEndpoint(...args)),
      inviteContact: async (...args) => withoutReply(await invitations.inviteContact(...args)),
    },
    identity: {
      ...identity,
      reportsEndpoints: false,
      async endpoints() {
        await identity.endpoints();
        return [];
      },
      async card() {
        await requireSignedIn('identity.card');
        await identity.card();
        throw new CollaborationError('NOT_SUPPORTED', 'identity.card: there is no key here.');
      },
      async name() {
        await requireSignedIn('identity.name');
        return identity.name();
      },
      async setName(name) {
        await requireSignedIn('identity.setName');
        return identity.setName(name);
      },
    },
    contacts: {
      ...contacts,
      async export(peerName) {
        await requireSignedIn('contacts.export');
        return contacts.export(peerName);
      },
    },
  });
  Reflect.deleteProperty(adapter, 'inbox');
  Reflect.deleteProperty(adapter, 'channels');
  return adapter;
}

/** Drops message, data and delivery from the response of a handle. */
function withoutReply(handle: InvitationHandle): InvitationHandle {
  return {
    async response() {
      return onlyTheAction(await handle.response());
    },
    cancel: (reason) => handle.cancel(reason),
    close: () => handle.close(),
  };
}

function onlyTheAction(response: InvitationResponse | Unanswered): InvitationResponse | Unanswered {
  if (typeof response === 'string') return 'pending';
  return { action: response.action };
}
