import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { ask } from './ask.ts';
import type { EventHandle } from './contract/event-handle.ts';
import { type CollaborationError, toCollaborationError } from './errors/collaboration-error.ts';
import { reportUnhandled } from './kit/report-unhandled.ts';
import type { InvitationInspector } from './sender/invitation-inspector.ts';

/** Options of every Observable of core, apart from its request. */
export interface RuntimeOptions {
  /** Runs every timer. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
  /**
   * Called when a cancel or close has failed; the consumer's stream is not affected. Default: the error
   * is reported the way RxJS reports an error that nobody handles (`config.onUnhandledError`, else
   * thrown on a later task).
   */
  readonly onTeardownError?: (error: CollaborationError) => void;
  /** Records invitations, of `invite`, `inviteAsync` and `inviteMany`: a `TimelineRecorder` of `@beckon/core/inspect`. */
  readonly inspect?: InvitationInspector;
}

/** {@link RuntimeOptions} with their defaults. */
export class Runtime {
  readonly scheduler: SchedulerLike;
  readonly #onTeardownError: (error: CollaborationError) => void;

  constructor({ scheduler, onTeardownError }: RuntimeOptions = {}) {
    this.scheduler = scheduler ?? asyncScheduler;
    this.#onTeardownError = onTeardownError ?? reportUnhandled;
  }

  /** Calls `release`, then always `onSettled`. A failure goes to the teardown hook. */
  settle(operation: string, release: () => PromiseLike<void>, onSettled: () => void): void {
    ask(release, onSettled, (error) => {
      this.#report(operation, error);
      onSettled();
    });
  }

  /** Closes an event, if there is one; a failure goes to the teardown hook. */
  closeEvent(event: EventHandle | undefined): void {
    try {
      event?.close();
    } catch (error) {
      this.#report('EventHandle.close', error);
    }
  }

  #report(operation: string, cause: unknown): void {
    try {
      this.#onTeardownError(toCollaborationError(operation, cause));
    } catch (thrown) {
      reportUnhandled(thrown);
    }
  }
}
