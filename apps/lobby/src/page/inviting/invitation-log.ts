import type { InvitationStatus, InviteRequest } from '@beckon/core';

/** One step of an invitation: a status, or the error that it failed with. */
export interface Step {
  readonly at: number;
  readonly status?: InvitationStatus;
  readonly error?: Error;
}

/** A sent invitation with its steps so far. */
export interface LoggedInvitation {
  readonly id: number;
  readonly request: InviteRequest;
  readonly steps: readonly Step[];
}

/** The sent invitations, the newest first. */
export type InvitationLog = readonly LoggedInvitation[];

/** Number of invitations that the log keeps. */
const REMEMBERED = 5;

/** Adds a step to the invitation of `request`. The first step adds the invitation to the log. */
export function withStep(log: InvitationLog, request: InviteRequest, step: Step): InvitationLog {
  if (log.some((logged) => logged.request === request)) {
    return log.map((logged) =>
      logged.request === request ? { ...logged, steps: [...logged.steps, step] } : logged,
    );
  }
  const id = (log[0]?.id ?? 0) + 1;
  return [{ id, request, steps: [step] }, ...log].slice(0, REMEMBERED);
}
