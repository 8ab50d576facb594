/**
 * Being visible to others, while it is needed.
 *
 * @packageDocumentation
 */
import { defer, Observable } from 'rxjs';
import { checkWord } from '../checks.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { Scope } from '../contract/visibility.ts';
import { toCollaborationError } from '../errors/collaboration-error.ts';
import { signInsOf } from '../kit/sign-ins.ts';
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
    const signIns = signInsOf(adapter, tableOf(adapter, 'visibility', operation));
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
