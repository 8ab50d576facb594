// The transitions of an invitation, from the table on which the code runs.
import { INVITATION_TRANSITIONS } from '../../../packages/core/src/sender/invitation-transitions.ts';

export default {
  load: () =>
    Object.entries(INVITATION_TRANSITIONS).flatMap(([from, rows]) =>
      Object.entries(rows).map(([on, { to, emits = [], does }]) => ({ from, on, to, emits, does })),
    ),
};
