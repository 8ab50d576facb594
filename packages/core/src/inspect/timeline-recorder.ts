import { asyncScheduler, Observable, tap } from 'rxjs';
import { checkFlag } from '../checks.ts';
import { monotonicNow } from '../kit/clock.ts';
import { reportUnhandled } from '../kit/report-unhandled.ts';
import type { InvitationInspector } from '../sender/invitation-inspector.ts';
import type { InvitationStatus } from '../sender/invitation-status.ts';
import { recordedAdapter } from './recorded-adapter.ts';
import type { InvitationTimeline, TimelineEntry } from './timeline.ts';
import { recordedRequest, TimelineWriter } from './timeline-writer.ts';

export interface TimelineRecorderOptions {
  /** How many timelines are kept: those of the latest invitations. From 1. Default 100. */
  readonly maxTimelines?: number;
  /**
   * Whether messages and data are written down too. Default: only their sizes, so that a bug report tells nothing
   * that people have said. Addresses, peer names and the messages of errors are always in it.
   */
  readonly withContent?: boolean;
  /** Called with each entry, when it is written. What it throws is reported as RxJS reports unhandled errors. */
  readonly onEntry?: (entry: TimelineEntry, timeline: InvitationTimeline) => void;
}

/**
 * Records the timelines of invitations: the statuses, the calls of the adapter with their replies, and the signals,
 * each with its time. For logs, devtools and bug reports; `replayAdapter` of `@beckon/mock` plays one again.
 *
 * It is the option `inspect` of `invite`, `inviteAsync` and `inviteMany`, and serves any number of invitations. An
 * invitation is the same with and without it.
 *
 * @throws TypeError or RangeError for an option of the wrong form.
 * @example
 * ```ts
 * import { invite, type CollaborationAdapter, type InviteRequest } from '@beckon/core';
 * import { TimelineRecorder } from '@beckon/core/inspect';
 *
 * declare const adapter: CollaborationAdapter;
 * declare const request: InviteRequest;
 *
 * const recorder = new TimelineRecorder();
 * invite(adapter, request, { inspect: recorder }).subscribe({
 *   error: () => console.error(JSON.stringify(recorder.timelines)),
 * });
 * ```
 */
export class TimelineRecorder implements InvitationInspector {
  readonly #timelines: InvitationTimeline[] = [];
  readonly #maxTimelines: number;
  readonly #withContent: boolean;
  readonly #onEntry: TimelineRecorderOptions['onEntry'];

  constructor(options: TimelineRecorderOptions = {}) {
    const { maxTimelines = 100, withContent = false, onEntry } = options;
    if (!Number.isInteger(maxTimelines) || maxTimelines < 1) {
      throw new RangeError(
        `TimelineRecorder: maxTimelines is ${String(maxTimelines)}; it must be a whole number of at least 1.`,
      );
    }
    checkFlag('TimelineRecorder', 'withContent', withContent);
    if (onEntry !== undefined && typeof onEntry !== 'function') {
      throw new TypeError('TimelineRecorder: onEntry must be a function.');
    }
    this.#maxTimelines = maxTimelines;
    this.#withContent = withContent;
    this.#onEntry = onEntry;
  }

  /** The timelines of the latest invitations, the oldest first. */
  get timelines(): readonly InvitationTimeline[] {
    return [...this.#timelines];
  }

  /** Forgets the timelines; those of invitations under way are no longer listed. */
  clear(): void {
    this.#timelines.length = 0;
  }

  /** For core, which calls it. */
  observe(
    ...[inviteOver, adapter, request, options]: Parameters<InvitationInspector['observe']>
  ): Observable<InvitationStatus> {
    const { scheduler = asyncScheduler } = options;
    const withContent = this.#withContent;
    const recorded = recordedRequest(request, withContent);
    return new Observable<InvitationStatus>((subscriber) => {
      const writer = new TimelineWriter({
        adapter: adapter.name,
        startedAtMs: scheduler.now(),
        request: recorded,
        withContent,
        now: () => monotonicNow(scheduler),
        onEntry: (entry, timeline) => this.#tell(entry, timeline),
      });
      this.#keep(writer.timeline);
      // Before the calls that leaving causes.
      subscriber.add(() => writer.left());
      inviteOver(recordedAdapter(adapter, writer))
        .pipe(
          tap({
            next: (status) => writer.status(status),
            error: (error: unknown) => writer.error(error),
          }),
        )
        .subscribe(subscriber);
    });
  }

  #keep(timeline: InvitationTimeline): void {
    this.#timelines.push(timeline);
    if (this.#timelines.length > this.#maxTimelines) this.#timelines.shift();
  }

  #tell(entry: TimelineEntry, timeline: InvitationTimeline): void {
    try {
      this.#onEntry?.(entry, timeline);
    } catch (error) {
      reportUnhandled(error);
    }
  }
}
