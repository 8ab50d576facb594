import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { Scope, VisibilityFunctions } from '../contract/visibility.ts';
import { isCollaborationError } from '../errors/collaboration-error.ts';
import { type Place, placesOf } from './places.ts';

/**
 * Sign-ins that are counted. The last to leave a scope signs out of it, if a sign-in of these has brought it:
 * signing out counts for every program of the user on Windows. Changes run one after the other.
 */
export class SignIns {
  readonly #visibility: VisibilityFunctions;
  /** How many need each part that was added here. */
  readonly #added = new Map<Place, number>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(visibility: VisibilityFunctions) {
    this.#visibility = visibility;
  }

  /** Signs in. Gives the parts that {@link leave} has to give back. */
  enter(scope: Exclude<Scope, 'none'>): Promise<Stay> {
    return this.#inTurn(async () => {
      const before = placesOf(await this.#visibility.scope());
      const { isConnected } = await this.#visibility.signIn(scope);
      const parts = placesOf(scope).filter(
        (part) => this.#added.has(part) || !before.includes(part),
      );
      for (const part of parts) this.#added.set(part, (this.#added.get(part) ?? 0) + 1);
      return { isConnected, parts };
    });
  }

  /** Signs out of what nobody needs any more. Does nothing when the adapter was closed, or signing in failed. */
  leave(stay: Promise<Stay>): Promise<void> {
    return this.#inTurn(async () => {
      const { parts } = await stay.catch(() => ({ parts: [] as readonly Place[] }));
      for (const part of parts) {
        const rest = (this.#added.get(part) ?? 1) - 1;
        if (rest > 0) this.#added.set(part, rest);
        else {
          this.#added.delete(part);
          await this.#signOut(part);
        }
      }
    });
  }

  async #signOut(part: Place): Promise<void> {
    try {
      await this.#visibility.signOut(part);
    } catch (error) {
      if (!isCollaborationError(error, 'NOT_INITIALIZED')) throw error;
    }
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.#turn.then(change);
    this.#turn = changed.catch(() => undefined);
    return changed;
  }
}

/** What one sign-in has brought. */
export interface Stay {
  readonly isConnected: boolean;
  readonly parts: readonly Place[];
}

const signInsByAdapter = /* @__PURE__ */ new WeakMap<CollaborationAdapter, SignIns>();

/** The sign-ins that all users of one adapter object share. */
export function signInsOf(adapter: CollaborationAdapter, visibility: VisibilityFunctions): SignIns {
  const known = signInsByAdapter.get(adapter);
  if (known !== undefined) return known;
  const signIns = new SignIns(visibility);
  signInsByAdapter.set(adapter, signIns);
  return signIns;
}
