import type { Contact, IncomingInvitation } from '@beckon/core';
import { useEffect, useEffectEvent, useRef } from 'react';
import { last } from 'rxjs';
import * as v from 'valibot';
import { useStoredList } from '../stored.ts';
import { inviterOf } from './inviter.ts';

const MissedInvitation = v.object({
  id: v.string(),
  key: v.string(),
  name: v.string(),
  address: v.string(),
  message: v.optional(v.string()),
  at: v.number(),
});

/** An invitation that ended before it was answered. */
export type MissedInvitation = v.InferOutput<typeof MissedInvitation>;

const KEPT = 20;

/** The invitations that were missed, the latest first. They stay until a person has seen them. */
export function useMissed(
  invitations: readonly IncomingInvitation[],
  contacts: readonly Contact[],
): readonly [readonly MissedInvitation[], (id: string) => void] {
  const [missed, change] = useStoredList('beckon missed', MissedInvitation, KEPT);
  const followed = useRef(new Set<string>());
  const onMissed = useEffectEvent((invitation: IncomingInvitation) => {
    const { id, from, message } = invitation;
    const { name, identity } = inviterOf(invitation, contacts);
    const entry = {
      id,
      key: identity,
      name,
      address: from.endpoint.address,
      at: Date.now(),
      ...(message === undefined ? {} : { message }),
    };
    change((before) => [entry, ...before.filter((other) => other.id !== id)]);
  });
  useEffect(() => {
    for (const invitation of invitations) {
      if (followed.current.has(invitation.id)) continue;
      followed.current.add(invitation.id);
      // It outlives the list: the end comes when the invitation has left it.
      invitation.status$.pipe(last(undefined, { state: 'pending' as const })).subscribe({
        next: ({ state }) => {
          if (state === 'withdrawn' || state === 'expired') onMissed(invitation);
        },
        // The host has gone, and the invitation with it.
        error: () => undefined,
      });
    }
  }, [invitations]);
  return [missed, (id) => change((before) => before.filter((other) => other.id !== id))];
}
