import {
  type CollaborationEvent,
  CollaborationError,
  type Guid,
  type PersonNearMe,
} from '@beckon/core';
import type { NearMe, NearMeSelf, NearMeStay } from './near-me.ts';

export interface PeopleNearMeInit {
  readonly nearMe: NearMe;
  /** The current announcement. */
  readonly self: () => NearMeSelf;
  readonly knows: (peerName: string) => boolean;
  readonly emit: (event: CollaborationEvent) => void;
}

/** The people who are signed in near me, while this side is signed in there. */
export class PeopleNearMe {
  readonly #init: PeopleNearMeInit;
  #visit: Visit | undefined;
  /** Resolves when the last stay has ended. Never rejects. */
  #left: Promise<void> = Promise.resolve();

  constructor(init: PeopleNearMeInit) {
    this.#init = init;
  }

  /** The people who are near now. Empty while this side is not announced. */
  get people(): readonly PersonNearMe[] {
    return [...(this.#visit?.people.values() ?? [])];
  }

  /** @throws CollaborationError `NOT_SIGNED_IN` while this side is not announced. */
  list(operation: string): readonly PersonNearMe[] {
    if (this.#visit !== undefined) return this.people;
    throw new CollaborationError(
      'NOT_SIGNED_IN',
      `${operation}: this side is not signed in in the scope 'nearMe' or 'all'. Call visibility.signIn() first.`,
    );
  }

  /**
   * Announces this side. Does nothing when it is announced already. Resolves with {@link NearMeStay.isConnected}.
   * Rejects with `SERVICE_UNAVAILABLE` when this side cannot be announced; it is not signed in then.
   */
  async enter(operation: string): Promise<boolean> {
    const visit = (this.#visit ??= this.#begin());
    try {
      return (await visit.stay).isConnected;
    } catch (cause) {
      if (this.#visit === visit) this.#visit = undefined;
      if (cause instanceof CollaborationError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CollaborationError(
        'SERVICE_UNAVAILABLE',
        `${operation}: this side cannot be announced to the local subnet: ${reason}`,
        { cause },
      );
    }
  }

  /** Says goodbye. Does nothing when this side is not announced. */
  leave(): Promise<void> {
    const visit = this.#visit;
    this.#visit = undefined;
    if (visit !== undefined) {
      this.#left = visit.stay.then(
        (stay) => stay.close(),
        () => undefined,
      );
    }
    return this.#left;
  }

  /** The name of this side has changed, or its addresses. */
  refresh(): void {
    const visit = this.#visit;
    void visit?.stay.then(
      (stay) => {
        if (this.#visit === visit) stay.refresh();
      },
      () => undefined,
    );
  }

  #begin(): Visit {
    const { nearMe, self, knows, emit } = this.#init;
    const people = new Map<Guid, PersonNearMe>();
    const isCurrent = (): boolean => this.#visit?.people === people;
    const stay = this.#left.then(() =>
      nearMe.enter({
        self,
        knows,
        onPerson: (person) => {
          if (!isCurrent()) return;
          const change = people.has(person.id) ? 'updated' : 'added';
          people.set(person.id, person);
          emit({ type: 'peopleNearMeChanged', change, person });
        },
        onGone: (id) => {
          const person = people.get(id);
          if (!isCurrent() || person === undefined) return;
          people.delete(id);
          emit({ type: 'peopleNearMeChanged', change: 'deleted', person });
        },
      }),
    );
    return { people, stay };
  }
}

interface Visit {
  readonly people: Map<Guid, PersonNearMe>;
  readonly stay: Promise<NearMeStay>;
}
