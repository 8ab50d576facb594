// The transitions of an invitation, from the table on which the code runs.
import {
  INVITATION_TRANSITIONS,
  type InvitationTransition,
} from '../../../packages/core/src/sender/invitation-transitions.ts';

type Transition = Required<Pick<InvitationTransition, 'emits'>> &
  Pick<InvitationTransition, 'to' | 'does'> & { readonly from: string; readonly on: string };

declare const data: readonly Transition[];
export { data };

export default {
  load: (): readonly Transition[] =>
    Object.entries(INVITATION_TRANSITIONS).flatMap(([from, rows]) =>
      Object.entries(rows).map(([on, { to, emits = [], does }]) => ({ from, on, to, emits, does })),
    ),
};
