import type { InvitationResponse, Unanswered } from '../contract/invitations.ts';
import { toCollaborationError } from '../errors/collaboration-error.ts';
import { type InvitationStatus, isFinalInvitationStatus } from '../sender/invitation-status.ts';
import type { InviteRequest } from '../sender/invite-request.ts';
import type {
  InvitationTimeline,
  RecordedContent,
  RecordedError,
  RecordedRequest,
  RecordedResponse,
  TimelineEntry,
  TimelineEvent,
} from './timeline.ts';

/** After so many entries, only what the subscriber hears is written. */
const MAX_ENTRIES = 1_000;

export interface TimelineWriterInit {
  readonly adapter: string;
  readonly startedAtMs: number;
  readonly request: RecordedRequest;
  readonly withContent: boolean;
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
  readonly onEntry: (entry: TimelineEntry, timeline: InvitationTimeline) => void;
}

/** Writes the timeline of one invitation. */
export class TimelineWriter {
  readonly timeline: InvitationTimeline;
  readonly #init: TimelineWriterInit;
  readonly #entries: TimelineEntry[] = [];
  readonly #start: number;
  #omitted = 0;
  #calls = 0;
  #hasEnded = false;

  constructor(init: TimelineWriterInit) {
    this.#init = init;
    this.#start = init.now();
    const { adapter, startedAtMs, request } = init;
    const omitted = (): number => this.#omitted;
    this.timeline = {
      adapter,
      startedAtMs,
      request,
      entries: this.#entries,
      get omitted() {
        return omitted();
      },
    };
  }

  status(status: InvitationStatus): void {
    this.#hasEnded = isFinalInvitationStatus(status);
    const address = 'endpoint' in status && { address: status.endpoint.address };
    this.#write({ type: 'status', state: status.state, ...address, ...this.#content(status) });
  }

  error(error: unknown): void {
    this.#hasEnded = true;
    this.#write({ type: 'error', error: recordedError(error) });
  }

  /** Writes nothing after an end. */
  left(): void {
    if (!this.#hasEnded) this.#write({ type: 'left' });
  }

  /** Gives the number of the call. */
  call(details: Omit<Extract<TimelineEvent, { type: 'call' }>, 'type' | 'call'>): number {
    const call = this.#calls++;
    this.#write({ type: 'call', call, ...details });
    return call;
  }

  reply(call: number, result: Pick<TimelineReply, 'response' | 'addresses'> = {}): void {
    this.#write({ type: 'reply', call, ...result });
  }

  failure(call: number, error: unknown): void {
    this.#write({ type: 'reply', call, error: recordedError(error) });
  }

  event(type: 'signal' | 'eventEnded', attempt: number): void {
    this.#write({ type, attempt });
  }

  responseOf(response: InvitationResponse | Unanswered): RecordedResponse {
    if (typeof response === 'string') return { action: response };
    const { action } = response;
    return {
      action,
      ...('hresult' in response && response.hresult !== undefined && { hresult: response.hresult }),
      ...('invitationId' in response &&
        response.invitationId !== undefined && { invitationId: response.invitationId }),
      ...this.#content(response),
    };
  }

  #content(of: object): RecordedContent {
    return recordedContent(of, this.#init.withContent);
  }

  #write(event: TimelineEvent): void {
    const isHeard = event.type === 'status' || event.type === 'error' || event.type === 'left';
    if (this.#entries.length >= MAX_ENTRIES && !isHeard) {
      this.#omitted++;
      return;
    }
    const entry = { atMs: this.#init.now() - this.#start, ...event };
    this.#entries.push(entry);
    this.#init.onEntry(entry, this.timeline);
  }
}

type TimelineReply = Extract<TimelineEvent, { type: 'reply' }>;

/** What of a request is written: it is read at the call. */
export function recordedRequest(request: InviteRequest, withContent: boolean): RecordedRequest {
  const { to, applicationId, expiresInMs, pollIntervalMs } = request;
  return {
    ...(to.endpoint !== undefined && { address: to.endpoint.address }),
    ...(to.contact !== undefined && { peerName: to.contact.peerName }),
    applicationId,
    ...(expiresInMs !== undefined && { expiresInMs }),
    ...(pollIntervalMs !== undefined && { pollIntervalMs }),
    ...recordedContent(request, withContent),
  };
}

function recordedContent(
  { message, data }: { readonly message?: string; readonly data?: Uint8Array },
  withContent: boolean,
): RecordedContent {
  return {
    ...(message !== undefined && { messageUnits: message.length, ...(withContent && { message }) }),
    ...(data !== undefined && {
      dataBytes: data.byteLength,
      ...(withContent && { data: Array.from(data) }),
    }),
  };
}

function recordedError(error: unknown): RecordedError {
  const { code, message, hresult } = toCollaborationError('invite', error);
  return { code, message, ...(hresult !== undefined && { hresult }) };
}
