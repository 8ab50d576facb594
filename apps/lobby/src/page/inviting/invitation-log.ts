import type { InvitationStatus, InviteRequest } from '@beckon/core';

/** One step of an invitation: a status, or the error that it failed with. */
export interface Step {
  readonly at: number;
  readonly status?: InvitationStatus;
  readonly error?: Error;
}

/** An invitation that was sent, with all that became of it. */
export interface LoggedInvitation {
  readonly id: number;
  readonly request: InviteRequest;
  readonly steps: readonly Step[];
}

/** The newest first. */
export type InvitationLog = readonly LoggedInvitation[];

/** How many invitations are remembered. */
const REMEMBERED = 5;

/** Adds a step to the invitation that `request` sent; its first step begins it. */
export function withStep(log: InvitationLog, request: InviteRequest, step: Step): InvitationLog {
  if (log.some((logged) => logged.request === request)) {
    return log.map((logged) =>
      logged.request === request ? { ...logged, steps: [...logged.steps, step] } : logged,
    );
  }
  const id = (log[0]?.id ?? 0) + 1;
  return [{ id, request, steps: [step] }, ...log].slice(0, REMEMBERED);
}
