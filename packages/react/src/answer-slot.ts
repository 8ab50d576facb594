import type {
  CollaborationError,
  IncomingInvitation,
  ReceivedInvitationStatus,
} from '@beckon/core';
import { defer } from 'rxjs';
import {
  type AnswerProgress,
  answerResult,
  UNANSWERED,
  type UseAnswerResult,
} from './answer-result.ts';
import { collaborationErrorOf } from './collaboration-error-of.ts';
import type { CollaborationStore } from './collaboration-store.ts';
import { SnapshotSubject } from './snapshot-source.ts';

/** Functions that hear what became of answers. */
export interface AnswerCallbacks {
  /** Hears what stands in the end: also after the component was removed, as it is with its invitation. */
  readonly onEnd?: (status: ReceivedInvitationStatus, invitation: IncomingInvitation) => void;
  /** Hears of the failure, as {@link onEnd} of the end. */
  readonly onError?: (error: CollaborationError, invitation: IncomingInvitation) => void;
}

/** Gives the answers of a component, and holds what became of the last one. */
export class AnswerSlot {
  readonly result: SnapshotSubject<UseAnswerResult>;
  #store: CollaborationStore | undefined;
  #callbacks: AnswerCallbacks = {};
  #shown: IncomingInvitation | undefined;

  constructor() {
    this.result = new SnapshotSubject(this.#resultOf(UNANSWERED));
  }

  /** Sets which invitations are answered already, and who hears of answers from here on. */
  configure(store: CollaborationStore, callbacks: AnswerCallbacks): void {
    this.#store = store;
    this.#callbacks = callbacks;
  }

  readonly #accept: UseAnswerResult['accept'] = (invitation, message, data) =>
    this.#answer(invitation, () => invitation.accept(message, data));

  readonly #decline: UseAnswerResult['decline'] = (invitation, message) =>
    this.#answer(invitation, () => invitation.decline(message));

  readonly #reset = (): void => {
    this.#shown = undefined;
    this.result.set(this.#resultOf(UNANSWERED));
  };

  #answer(invitation: IncomingInvitation, reply: () => Promise<ReceivedInvitationStatus>): void {
    if (this.#store === undefined) {
      throw new Error(
        'useAnswer: accept() or decline() was called while rendering. Call it when the user acts.',
      );
    }
    const { answered } = this.#store;
    if (answered.has(invitation)) return;
    answered.add(invitation);
    const show = (change: Partial<AnswerProgress>): void => {
      if (this.#shown !== invitation) return;
      this.result.set(this.#resultOf({ ...UNANSWERED, invitation, ...change }));
    };
    this.#shown = invitation;
    show({ status: { state: 'pending' } });
    defer(reply).subscribe({
      next: (status) => {
        show({ status });
        this.#callbacks.onEnd?.(status, invitation);
      },
      error: (thrown: unknown) => {
        const error = collaborationErrorOf('useAnswer', thrown);
        answered.delete(invitation);
        show({ error });
        this.#callbacks.onError?.(error, invitation);
      },
    });
  }

  #resultOf(progress: AnswerProgress): UseAnswerResult {
    return answerResult(progress, {
      accept: this.#accept,
      decline: this.#decline,
      reset: this.#reset,
    });
  }
}
