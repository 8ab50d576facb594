import { readFile } from 'node:fs/promises';
import {
  type CollaborationAdapter,
  type FinalInvitationStatus,
  type InvitationStatus,
  invite,
  type InviteRequest,
  isFinalInvitationStatus,
  LIMITS,
} from '@beckon/core';
import type { TimelineRecorder } from '@beckon/core/inspect';
import { shownText } from '@beckon/host';
import { lastValueFrom, tap, timer } from 'rxjs';
import type { CommandContext } from './command-context.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { minutesAndSeconds } from './output/duration.ts';
import { UserError } from './output/output.ts';
import type { Recipient } from './people/recipient.ts';

/** What the commands have in common that invite somebody. */
export interface InvitingOptions {
  readonly message?: string;
  readonly data?: string;
  readonly expires?: number;
}

/** Invites, tells each status, and resolves with the last. Ctrl-C takes the invitation back. */
export async function inviting(
  { output, interrupted }: CommandContext,
  adapter: CollaborationAdapter,
  { target, name }: Recipient,
  request: Omit<InviteRequest, 'to' | 'signal'>,
  recorder?: TimelineRecorder,
): Promise<FinalInvitationStatus> {
  const expiresInMs = request.expiresInMs ?? LIMITS.invitationLifetimeMs;
  const endsAt = performance.now() + expiresInMs;
  let waitsFor = `Reaching ${name}`;
  const countdown = timer(0, 1_000).subscribe(() => {
    const left = minutesAndSeconds(endsAt - performance.now());
    output.status(`${waitsFor}… ${left} left. Ctrl-C takes the invitation back.`);
  });
  const statuses$ = invite(
    adapter,
    { ...request, to: target, signal: interrupted },
    recorder === undefined ? {} : { inspect: recorder },
  ).pipe(
    tap((status) => {
      if (status.state === 'delivered') waitsFor = `Waiting for ${name}`;
      if (isFinalInvitationStatus(status)) countdown.unsubscribe();
      output.print({ data: { type: 'status', ...status }, text: statusText(status, name) });
    }),
  );
  try {
    return (await lastValueFrom(statuses$)) as FinalInvitationStatus;
  } finally {
    countdown.unsubscribe();
  }
}

/** The exit code that tells a script how an invitation ended. */
export function exitCodeOf({ state }: FinalInvitationStatus): number {
  switch (state) {
    case 'accepted':
      return EXIT_CODES.done;
    case 'declined':
      return EXIT_CODES.declined;
    case 'expired':
      return EXIT_CODES.expired;
    case 'cancelled':
      return EXIT_CODES.interrupted;
  }
}

/**
 * Reads `--data`: a text, or with `@` the name of a file.
 *
 * @throws UserError when the file cannot be read.
 */
export async function dataOf(text: string | undefined): Promise<Uint8Array | undefined> {
  if (text === undefined) return undefined;
  if (!text.startsWith('@')) return new TextEncoder().encode(text);
  const file = text.slice(1);
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw new UserError(`--data: ${(cause as Error).message}`, { cause });
  }
}

/** What is printed about a status; the line that follows it tells more. */
function statusText(status: InvitationStatus, name: string): string {
  switch (status.state) {
    case 'sending':
      return `Inviting ${name}.`;
    case 'pending':
      return 'The invitation is on its way.';
    case 'delivered':
      return `${name} has it.`;
    case 'accepted':
      return withMessage(`${name} has accepted`, status.message);
    case 'declined':
      return withMessage(`${name} has declined`, status.message);
    case 'expired':
      return `${name} did not answer in time.`;
    case 'cancelled':
      return 'The invitation is taken back.';
  }
}

function withMessage(text: string, message: string | undefined): string {
  const shown = shownText(message ?? '', LIMITS.messageUtf16Units);
  return shown === '' ? `${text}.` : `${text}: “${shown}”`;
}
