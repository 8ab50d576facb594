import type {
  CollaborationAdapter,
  EventHandle,
  InboxChange,
  InboxFunctions,
  InvitationFunctions,
  InvitationHandle,
  Registration,
} from '@beckon/core';

/** An adapter that keeps the contract but for one rule, and the case that must notice. */
export interface FaultyAdapter {
  /** `table: name` of the case. */
  readonly breaks: string;
  readonly make: (correct: CollaborationAdapter) => CollaborationAdapter;
}

/** Replaces some members of an adapter. */
export function withMembers(
  change: (correct: CollaborationAdapter) => Partial<CollaborationAdapter>,
): FaultyAdapter['make'] {
  return (correct) => Object.assign(delegateTo(correct), change(correct));
}

export function withInvitations(
  change: (
    correct: InvitationFunctions,
    adapter: CollaborationAdapter,
  ) => Partial<InvitationFunctions>,
): FaultyAdapter['make'] {
  return withMembers((correct) => ({
    invitations: { ...correct.invitations, ...change(correct.invitations, correct) },
  }));
}

export function withInbox(
  change: (correct: InboxFunctions) => Partial<InboxFunctions>,
): FaultyAdapter['make'] {
  return withMembers((correct) => {
    const inbox = inboxOf(correct);
    return { inbox: { ...inbox, ...change(inbox) } };
  });
}

/** Replaces some functions of every invitation handle. */
export function withHandle(
  change: (correct: InvitationHandle) => Partial<InvitationHandle>,
): FaultyAdapter['make'] {
  const altered = (correct: InvitationHandle): InvitationHandle => ({
    response: () => correct.response(),
    cancel: (reason) => correct.cancel(reason),
    close: () => correct.close(),
    ...change(correct),
  });
  return withInvitations((correct) => ({
    inviteEndpoint: async (...args) => altered(await correct.inviteEndpoint(...args)),
    inviteContact: async (...args) => altered(await correct.inviteContact(...args)),
  }));
}

/** Changes what every inbox registration gives: an `undefined` in place of a change is skipped. */
export function withInboxChanges(
  alter: (change: InboxChange) => InboxChange | undefined,
): FaultyAdapter['make'] {
  return withInbox((correct) => ({
    async register(event) {
      const registration = await correct.register(event);
      return { ...closing(registration), next: () => nextThat(registration, alter) };
    },
  }));
}

/** Replaces some members of every event handle. */
export function withEvent(
  change: (correct: EventHandle, adapter: CollaborationAdapter) => Partial<EventHandle>,
): FaultyAdapter['make'] {
  return withMembers((adapter) => ({
    createEvent() {
      const correct = adapter.createEvent();
      const event = Object.create(correct) as EventHandle;
      return Object.assign(event, { close: () => correct.close() }, change(correct, adapter));
    },
  }));
}

function inboxOf({ inbox }: CollaborationAdapter): InboxFunctions {
  if (inbox === undefined) throw new Error('The adapter that is made faulty has no inbox.');
  return inbox;
}

function delegateTo(correct: CollaborationAdapter): CollaborationAdapter {
  const { name, invitations, inbox, identity } = correct;
  return {
    name,
    open: () => correct.open(),
    close: () => correct.close(),
    createEvent: () => correct.createEvent(),
    invitations,
    ...(inbox === undefined ? {} : { inbox }),
    ...(identity === undefined ? {} : { identity }),
  };
}

function closing(
  registration: Registration<InboxChange>,
): Pick<Registration<InboxChange>, 'close'> {
  return { close: () => registration.close() };
}

async function nextThat(
  registration: Registration<InboxChange>,
  alter: (change: InboxChange) => InboxChange | undefined,
): Promise<InboxChange | undefined> {
  for (;;) {
    const change = await registration.next();
    if (change === undefined) return undefined;
    const altered = alter(change);
    if (altered !== undefined) return altered;
  }
}
