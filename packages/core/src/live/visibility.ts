/**
 * Being visible to others, while it is needed.
 *
 * @packageDocumentation
 */
import { defer, Observable } from 'rxjs';
import { checkWord } from '../checks.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { Scope, VisibilityFunctions } from '../contract/visibility.ts';
import { isCollaborationError, toCollaborationError } from '../errors/collaboration-error.ts';
import { Runtime, type RuntimeOptions } from '../runtime.ts';
import { endedWithAdapter } from './ended-with-adapter.ts';
import { tableOf } from '../table-of.ts';

/** Where {@link signedIn} has made this side visible. */
export interface SignedIn {
  readonly scope: Exclude<Scope, 'none'>;
  /** False: signed in, but this side has no address right now. */
  readonly isConnected: boolean;
}

const SCOPES: readonly Scope[] = ['nearMe', 'internet', 'all'];

/**
 * Makes this side visible while subscribed. Emits once, when it is.
 *
 * Cold and counted: all subscriptions at one adapter object share the sign-in. The last one to unsubscribe signs
 * out, and only of what these subscriptions have added: a scope that was signed in before stays so, because
 * signing out counts for every program of the user on Windows.
 *
 * Completes when the adapter is closed. Errors with `NOT_SUPPORTED` when the adapter has no table `visibility`,
 * with `NOT_INITIALIZED` when it is not open, and with what signing in rejects with. A sign-out that fails goes to
 * `onTeardownError`.
 *
 * @throws TypeError for an unknown scope.
 * @example
 * ```ts
 * import type { CollaborationAdapter } from '@beckon/core';
 * import { signedIn } from '@beckon/core/visibility';
 *
 * declare const adapter: CollaborationAdapter;
 *
 * const visible = signedIn(adapter, 'nearMe').subscribe();
 * visible.unsubscribe(); // and nobody sees this side near them any more
 * ```
 */
export function signedIn(
  adapter: CollaborationAdapter,
  scope: Exclude<Scope, 'none'>,
  options: RuntimeOptions = {},
): Observable<SignedIn> {
  const operation = 'signedIn';
  checkWord(operation, 'scope', scope, SCOPES);
  const runtime = new Runtime(options);
  return defer(() => {
    const visibility = tableOf(adapter, 'visibility', operation);
    const signIns = signInsOf(adapter, visibility);
    return new Observable<SignedIn>((subscriber) => {
      const stay = signIns.enter(scope);
      stay.then(
        ({ isConnected }) => {
          subscriber.next({ scope, isConnected });
        },
        (error: unknown) => subscriber.error(toCollaborationError(operation, error)),
      );
      return () =>
        runtime.settle(
          'visibility.signOut',
          () => signIns.leave(stay),
          () => undefined,
        );
    });
  }).pipe(endedWithAdapter(operation, adapter, runtime));
}

/** The two scopes that make up all others. */
type Part = 'nearMe' | 'internet';

function partsOf(scope: Scope): readonly Part[] {
  if (scope === 'none') return [];
  return scope === 'all' ? ['nearMe', 'internet'] : [scope];
}

/** The sign-ins that are shared at one adapter. Changes run one after the other. */
class SignIns {
  readonly #visibility: VisibilityFunctions;
  /** How many need each part that was added here. */
  readonly #added = new Map<Part, number>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(visibility: VisibilityFunctions) {
    this.#visibility = visibility;
  }

  /** Signs in. Gives the parts that {@link leave} has to give back. */
  enter(scope: Exclude<Scope, 'none'>): Promise<Stay> {
    return this.#inTurn(async () => {
      const before = partsOf(await this.#visibility.scope());
      const { isConnected } = await this.#visibility.signIn(scope);
      const parts = partsOf(scope).filter(
        (part) => this.#added.has(part) || !before.includes(part),
      );
      for (const part of parts) this.#added.set(part, (this.#added.get(part) ?? 0) + 1);
      return { isConnected, parts };
    });
  }

  /** Signs out of what nobody needs any more. Does nothing when the adapter was closed, or signing in failed. */
  leave(stay: Promise<Stay>): Promise<void> {
    return this.#inTurn(async () => {
      const { parts } = await stay.catch(() => ({ parts: [] as readonly Part[] }));
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

  async #signOut(part: Part): Promise<void> {
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

interface Stay {
  readonly isConnected: boolean;
  readonly parts: readonly Part[];
}

const signInsByAdapter = /* @__PURE__ */ new WeakMap<CollaborationAdapter, SignIns>();

function signInsOf(adapter: CollaborationAdapter, visibility: VisibilityFunctions): SignIns {
  const known = signInsByAdapter.get(adapter);
  if (known !== undefined) return known;
  const signIns = new SignIns(visibility);
  signInsByAdapter.set(adapter, signIns);
  return signIns;
}
