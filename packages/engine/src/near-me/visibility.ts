import { CollaborationError, type Scope } from '@beckon/core';
import type { CollaborationEvents } from '../events/collaboration-events.ts';
import type { PeopleNearMe } from './people-near-me.ts';

type Part = 'nearMe' | 'internet';

const PARTS: Readonly<Record<Scope, readonly Part[]>> = {
  none: [],
  nearMe: ['nearMe'],
  internet: ['internet'],
  all: ['nearMe', 'internet'],
};

/** The scope in which this side is visible. Changes run one after the other. */
export class Visibility {
  readonly #peopleNearMe: PeopleNearMe;
  readonly #events: CollaborationEvents;
  readonly #parts = new Set<Part>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(peopleNearMe: PeopleNearMe, events: CollaborationEvents) {
    this.#peopleNearMe = peopleNearMe;
    this.#events = events;
  }

  get scope(): Scope {
    if (this.#parts.size === 2) return 'all';
    return [...this.#parts][0] ?? 'none';
  }

  /** @throws CollaborationError `NOT_SIGNED_IN` when signed out. */
  require(operation: string): void {
    if (this.#parts.size > 0) return;
    throw new CollaborationError(
      'NOT_SIGNED_IN',
      `${operation}: this side is not signed in. Call visibility.signIn() first.`,
    );
  }

  /** Resolves with whether this side can be found now. */
  signIn(operation: string, scope: Scope): Promise<boolean> {
    return this.#inTurn(async () => {
      const isNearMe = PARTS[scope].includes('nearMe');
      const isConnected = isNearMe ? await this.#peopleNearMe.enter(operation) : true;
      for (const part of PARTS[scope]) {
        if (!this.#parts.has(part)) this.#change(part, 'added');
      }
      return isConnected;
    });
  }

  signOut(scope: Scope): Promise<void> {
    return this.#inTurn(async () => {
      for (const part of PARTS[scope]) {
        if (!this.#parts.has(part)) continue;
        if (part === 'nearMe') await this.#peopleNearMe.leave();
        this.#change(part, 'deleted');
      }
    });
  }

  /** Says goodbye, as the adapter is closed. */
  async close(): Promise<void> {
    await this.#turn;
    this.#parts.clear();
    await this.#peopleNearMe.leave();
  }

  #change(part: Part, change: 'added' | 'deleted'): void {
    if (change === 'added') this.#parts.add(part);
    else this.#parts.delete(part);
    if (part === 'nearMe') this.#events.emit({ type: 'peopleNearMeChanged', change });
    this.#events.emit({ type: 'myEndpointChanged' });
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.#turn.then(change);
    this.#turn = changed.catch(() => undefined);
    return changed;
  }
}
