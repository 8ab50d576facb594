import type { AnswerRoute } from '../invitations/arrived-invitation.ts';

/**
 * The route of the answer to a letter. The sender does not wait for the answer, so it counts as soon as it is
 * remembered.
 */
export class LetterAnswer implements AnswerRoute {
  readonly #onAnswered: () => void;

  constructor(onAnswered: () => void) {
    this.#onAnswered = onAnswered;
  }

  deliver(): void {
    // The sender of a letter does not wait for delivery.
  }

  answer(): void {
    this.#onAnswered();
  }

  fail(): void {
    // The sender of a letter does not wait for a failure.
  }
}
