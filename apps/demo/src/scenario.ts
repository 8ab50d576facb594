/** A story on a stage. `play` resolves with its end in words, and rejects when it ended otherwise. */
export interface Scenario<Stage> {
  readonly title: string;
  readonly play: (stage: Stage) => Promise<string>;
}

/** Fails the scenario when it went otherwise. */
export function expect(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}
