import { createGuid, type Guid, type PersonNearMe } from '@beckon/core';
import type { NearMe, NearMeStay, NearMeVisitor } from '../src/index.ts';

/** A subnet of one process: who is there sees all others at once. */
export class MemorySubnet {
  readonly #visits = new Set<Visit>();

  nearMe(): NearMe {
    const id = createGuid();
    return { enter: async (visitor) => this.#enter(id, visitor) };
  }

  #enter(id: Guid, visitor: NearMeVisitor): NearMeStay {
    const visit: Visit = { id, visitor };
    for (const other of this.#visits) visitor.onPerson(personOf(other));
    this.#visits.add(visit);
    const tell = (): void => this.#others(visit, (other) => other.onPerson(personOf(visit)));
    tell();
    return {
      isConnected: true,
      refresh: tell,
      close: async () => {
        this.#visits.delete(visit);
        this.#others(visit, (other) => other.onGone(id));
      },
    };
  }

  #others(visit: Visit, tell: (visitor: NearMeVisitor) => void): void {
    for (const other of this.#visits) if (other !== visit) tell(other.visitor);
  }
}

interface Visit {
  readonly id: Guid;
  readonly visitor: NearMeVisitor;
}

function personOf({ id, visitor }: Visit): PersonNearMe {
  const { peerName, name = peerName, addresses } = visitor.self();
  return { id, nickname: name, endpoint: { address: addresses[0] ?? '', name } };
}
