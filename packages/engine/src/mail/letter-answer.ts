import type { AnswerRoute } from '../invitations/arrived-invitation.ts';

/**
 * Where the answer to a letter goes: its sender does not wait for it, so it counts as soon as it is remembered.
 */
export class LetterAnswer implements AnswerRoute {
  readonly #onAnswered: () => void;

  constructor(onAnswered: () => void) {
    this.#onAnswered = onAnswered;
  }

  deliver(): void {
    // Nobody waits to hear that it was shown.
  }

  answer(): void {
    this.#onAnswered();
  }

  fail(): void {
    // Nobody waits to hear that there is no answer.
  }
}
