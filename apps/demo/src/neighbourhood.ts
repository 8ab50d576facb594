import { createGuid } from '@beckon/core';
import { Subscription } from 'rxjs';
import { ActorProcess } from './actor-process.ts';
import type { NeighbourCue, Report, ReportOf } from './messages.ts';
import type { Narrator } from './narrator.ts';

/** Two people near each other, each a process of its own. The narrator prints every report. */
export class Neighbourhood {
  readonly applicationId = createGuid();
  readonly #narrator: Narrator;
  readonly #narration = new Subscription();
  readonly #people = new Map<string, ActorProcess>();

  constructor(narrator: Narrator) {
    this.#narrator = narrator;
  }

  async enter(name: string): Promise<void> {
    const { actor, endpoint } = await ActorProcess.start('neighbour', name);
    this.#people.set(name, actor);
    this.#narrator.introduce(name, 'neighbour', actor.pid, endpoint.address);
    this.#narration.add(actor.reports$.subscribe((report) => this.#narrator.tell(name, report)));
  }

  tell(name: string, cue: NeighbourCue): void {
    this.#person(name).tell(cue);
  }

  /**
   * The next report of this type for which `isWanted` is true. Rejects when it does not come in time, and when
   * the person fails.
   */
  async next<Type extends Report['type']>(
    name: string,
    type: Type,
    isWanted: (report: ReportOf<Type>) => boolean = () => true,
  ): Promise<ReportOf<Type>> {
    const report = await this.#person(name).next(
      (it): it is ReportOf<Type> | ReportOf<'failed'> =>
        it.type === 'failed' || (it.type === type && isWanted(it as ReportOf<Type>)),
    );
    if (report.type === type) return report as ReportOf<Type>;
    throw new Error(`${name} failed: ${(report as ReportOf<'failed'>).message}`);
  }

  /** Ends every process. */
  async clear(): Promise<void> {
    this.#narration.unsubscribe();
    await Promise.all([...this.#people.values()].map((person) => person.kill()));
  }

  #person(name: string): ActorProcess {
    const person = this.#people.get(name);
    if (person === undefined) throw new Error(`${name} is not there.`);
    return person;
  }
}
