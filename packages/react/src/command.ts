import type { CollaborationError } from '@beckon/core';
import { defer } from 'rxjs';
import { collaborationErrorOf } from './collaboration-error-of.ts';
import { SnapshotSubject } from './snapshot-source.ts';

/** A function of core that a component calls when the user acts. Its failures are shown, not thrown. */
export class Command<Argument> {
  /** Why the last call failed; `undefined` while it is under way, and after a success. */
  readonly error = new SnapshotSubject<CollaborationError | undefined>(undefined);
  readonly #hook: string;
  readonly #call: (argument: Argument) => Promise<void>;
  #last = 0;

  constructor(hook: string, call: (argument: Argument) => Promise<void>) {
    this.#hook = hook;
    this.#call = call;
  }

  readonly run = (argument: Argument): void => {
    this.#last += 1;
    const run = this.#last;
    this.error.set(undefined);
    defer(() => this.#call(argument)).subscribe({
      error: (thrown: unknown) => {
        if (run === this.#last) this.error.set(collaborationErrorOf(this.#hook, thrown));
      },
    });
  };
}
