import { BehaviorSubject, filter, firstValueFrom, map, Observable, type Subscriber } from 'rxjs';
import type { Prompt, PromptAnswer, PromptRequest } from '../src/index.ts';

interface Shown {
  readonly request: PromptRequest;
  readonly subscriber: Subscriber<PromptAnswer>;
}

/** A prompt that a test answers. */
export class ScriptedPrompt {
  readonly #shown = new BehaviorSubject<readonly Shown[]>([]);
  /** How often something was shown. */
  shownCount = 0;

  readonly prompt: Prompt = (request) =>
    new Observable((subscriber) => {
      const shown = { request, subscriber };
      this.shownCount += 1;
      this.#shown.next([...this.#shown.value, shown]);
      return () => this.#shown.next(this.#shown.value.filter((other) => other !== shown));
    });

  /** What is shown now, the oldest first. */
  get requests(): readonly PromptRequest[] {
    return this.#shown.value.map(({ request }) => request);
  }

  /** Waits until so many are shown. */
  async shows(count: number): Promise<readonly PromptRequest[]> {
    const shown = this.#shown.pipe(
      filter(({ length }) => length === count),
      map((all) => all.map(({ request }) => request)),
    );
    return firstValueFrom(shown);
  }

  /** Waits until one is shown, and answers it. */
  async answer(answer: PromptAnswer): Promise<void> {
    const [shown] = await firstValueFrom(this.#shown.pipe(filter(({ length }) => length > 0)));
    shown!.subscriber.next(answer);
  }

  async putAway(): Promise<void> {
    const [shown] = await firstValueFrom(this.#shown.pipe(filter(({ length }) => length > 0)));
    shown!.subscriber.complete();
  }

  fail(error: unknown): void {
    this.#shown.value[0]!.subscriber.error(error);
  }
}
