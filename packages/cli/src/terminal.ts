import type { Prompt, PromptAnswer } from '@beckon/host';
import { BehaviorSubject, concat, filter, from, map, NEVER, of, switchMap, takeWhile } from 'rxjs';

/** The terminal of this process, which one thing uses at a time. */
export class Terminal {
  readonly #isHeld$ = new BehaviorSubject(false);
  /** Ends with the one who holds it. Never rejects. */
  #turn: Promise<void> = Promise.resolve();

  /** Gives the terminal to `use` alone. Who comes later waits. */
  hold(use: () => Promise<void>): Promise<void> {
    const used = this.#turn.then(async () => {
      this.#isHeld$.next(true);
      try {
        await use();
      } finally {
        this.#isHeld$.next(false);
      }
    });
    this.#turn = used.catch(() => undefined);
    return used;
  }

  /** A prompt that is taken away while the terminal is held, and shown again afterwards. */
  whileFree(prompt: Prompt): Prompt {
    return (request) =>
      this.#isHeld$.pipe(
        switchMap((isHeld) => (isHeld ? NEVER : concat(from(prompt(request)), of(undefined)))),
        // Put away.
        takeWhile((answer) => answer !== undefined),
        filter((answer): answer is PromptAnswer => answer !== undefined),
        map((answer) => answer),
      );
  }
}
