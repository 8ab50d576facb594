import type { InvitationResponse, Unanswered } from '@beckon/core';
import type {
  InvitationTimeline,
  RecordedError,
  RecordedResponse,
  TimelineEntry,
} from '@beckon/core/inspect';

/** A call with its reply. */
export interface RecordedCall {
  readonly operation: string;
  readonly attempt: number | undefined;
  readonly atMs: number;
  /** `undefined`: there was no reply. */
  readonly replyAfterMs: number | undefined;
  readonly error: RecordedError | undefined;
  readonly response: InvitationResponse | Unanswered | undefined;
  readonly addresses: readonly string[] | undefined;
  /** What happened to the event of the attempt, and begins with this call. */
  readonly events: readonly RecordedEvent[];
}

type TimelineCall = Extract<TimelineEntry, { readonly type: 'call' }>;

/** Something that happened to the event of an attempt. */
export interface RecordedEvent {
  readonly type: 'signal' | 'eventEnded';
  /** Since the call. */
  readonly afterMs: number;
}

/** The calls and signals of a timeline, to be taken in their order. */
export class TimelineReader {
  readonly #calls: RecordedCall[];

  /** @throws TypeError when `timeline` is no timeline. */
  constructor({ entries }: InvitationTimeline) {
    if (!Array.isArray(entries)) {
      throw new TypeError(
        'replayAdapter: timeline has no entries. Give it a timeline of a TimelineRecorder.',
      );
    }
    this.#calls = callsOf(entries);
  }

  /** Takes the oldest call whose operation begins so. */
  take(operation: string, attempt: number | undefined): RecordedCall | undefined {
    const index = this.#calls.findIndex(
      (call) => call.operation.startsWith(operation) && call.attempt === attempt,
    );
    return index === -1 ? undefined : this.#calls.splice(index, 1)[0];
  }
}

function callsOf(entries: readonly TimelineEntry[]): RecordedCall[] {
  const replies = new Map(
    entries.flatMap((entry) => (entry.type === 'reply' ? [[entry.call, entry] as const] : [])),
  );
  return entries.flatMap((entry, index) => {
    if (entry.type !== 'call') return [];
    const { operation, attempt, atMs } = entry;
    const reply = replies.get(entry.call);
    return [
      {
        operation,
        attempt,
        atMs,
        replyAfterMs: reply && reply.atMs - atMs,
        error: reply?.error,
        response: reply?.response && responseOf(reply.response),
        addresses: reply?.addresses,
        events: eventsOf(entry, entries.slice(index + 1)),
      },
    ];
  });
}

/**
 * The events that a call begins: what follows its reply in the same moment, and with the invitation also
 * everything else. In one moment, the order of timers is the order in which they were set.
 */
function eventsOf(
  { call, operation, attempt, atMs }: TimelineCall,
  later: readonly TimelineEntry[],
): readonly RecordedEvent[] {
  const isInvitation = operation.startsWith('invitations.invite');
  const events: RecordedEvent[] = [];
  let latest = { call, atMs, isReplied: false };
  for (const entry of later) {
    if (entry.type === 'reply' && entry.call === latest.call) latest.isReplied = true;
    if (!('attempt' in entry) || entry.attempt !== attempt) continue;
    if (entry.type === 'call') {
      latest = { call: entry.call, atMs: entry.atMs, isReplied: false };
      continue;
    }
    const isOfLatest = latest.isReplied && entry.atMs === latest.atMs;
    if (isOfLatest ? latest.call === call : isInvitation) {
      events.push({ type: entry.type, afterMs: entry.atMs - atMs });
    }
  }
  return events;
}

function responseOf(recorded: RecordedResponse): InvitationResponse | Unanswered {
  const { action, message, data, hresult, invitationId } = recorded;
  const said = message !== undefined && { message };
  switch (action) {
    case 'pending':
    case 'delivered':
      return action;
    case 'accepted':
      return {
        action,
        ...said,
        ...(data !== undefined && { data: Uint8Array.from(data) }),
        ...(invitationId !== undefined && { invitationId }),
      };
    case 'declined':
      return { action, ...said };
    case 'expired':
      return { action };
    case 'error':
      return { action, ...said, ...(hresult !== undefined && { hresult }) };
  }
}
