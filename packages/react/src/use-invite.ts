import type { CollaborationError } from '@beckon/core';
import { useInsertionEffect, useState } from 'react';
import { InviteSlot, type InviteSlotOptions } from './invite-slot.ts';
import type { UseInviteResult } from './invite-result.ts';
import { throwIfWanted, type ThrowOnError } from './throw-on-error.ts';
import { useCollaborationStore } from './use-collaboration-store.ts';
import { useSnapshot } from './use-snapshot.ts';
import { useLifetime } from './use-lifetime.ts';

/** Options of {@link useInvite}. Those of the last render hold. The callbacks hear of every invitation of the hook. */
export interface UseInviteOptions extends InviteSlotOptions {
  /**
   * What an `invite()` does while the last invitation is not answered yet: `replace` takes that one back
   * and sends another, `ignore` leaves it and sends nothing, as a double click wants it. Default: `replace`.
   */
  readonly whilePending?: InviteSlotOptions['whilePending'];
  /**
   * Leaves the invitation in flight when the component is removed. It is then the provider's:
   * `useInvitations` lists it and can cancel it. Default: it is cancelled.
   */
  readonly keepOnUnmount?: boolean;
  /** Default: false; the error is in the result. */
  readonly throwOnError?: ThrowOnError<CollaborationError>;
}

/**
 * Sends invitations when the user acts, and says how the last one stands.
 *
 * Rendering and effects send nothing: one call of `invite` sends one invitation. Removing the
 * component cancels it; hiding it in an Activity does not.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 * @example
 * ```tsx
 * import { useInvite } from '@beckon/react';
 *
 * function InviteButton({ address }: { address: string }) {
 *   const { invite, cancel, isPending, state } = useInvite({ whilePending: 'ignore' });
 *   const request = {
 *     to: { endpoint: { address } },
 *     applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
 *   };
 *   return (
 *     <>
 *       <button onClick={() => invite(request)}>Invite</button>
 *       <button onClick={cancel} disabled={!isPending}>
 *         Cancel
 *       </button>
 *       <output>{state}</output>
 *     </>
 *   );
 * }
 * ```
 */
export function useInvite(options: UseInviteOptions = {}): UseInviteResult {
  const store = useCollaborationStore('useInvite');
  const [slot] = useState(() => new InviteSlot());
  useInsertionEffect(() => slot.configure(store, options));
  useLifetime(slot.lifetime);
  const result = useSnapshot(slot.result, (progress) => progress);
  throwIfWanted(result.error, options.throwOnError);
  return result;
}
