import { Toast } from '@base-ui/react/toast';
import type { IncomingInvitation } from '@beckon/core';
import { useEffect, useRef } from 'react';

/** The data of a toast. */
export interface InvitationToast {
  readonly invitation: IncomingInvitation;
}

/**
 * Keeps a toast for each invitation, from its arrival. The toast goes when the invitation can no longer be
 * answered, when the dialog shows it (`shown`), or when a person puts it off.
 */
export function useToasts(
  invitations: readonly IncomingInvitation[],
  shown: IncomingInvitation | undefined,
): void {
  const { add, close } = Toast.useToastManager<InvitationToast>();
  const announced = useRef(new Set<string>());

  useEffect(() => {
    const pending = new Set(invitations.map(({ id }) => id));
    for (const invitation of invitations) {
      if (announced.current.has(invitation.id)) continue;
      announced.current.add(invitation.id);
      add({ id: invitation.id, data: { invitation } });
    }
    for (const id of announced.current) {
      if (pending.has(id)) continue;
      announced.current.delete(id);
      close(id);
    }
  }, [invitations, add, close]);

  useEffect(() => {
    if (shown !== undefined) close(shown.id);
  }, [shown, close]);

  useEffect(() => {
    const ids = announced.current;
    return () => {
      for (const id of ids) close(id);
      ids.clear();
    };
  }, [close]);
}
