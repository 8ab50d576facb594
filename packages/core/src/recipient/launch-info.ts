import { catchError, defer, type Observable, throwError } from 'rxjs';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { AppLaunchInfo } from '../contract/launch.ts';
import { toCollaborationError } from '../errors/collaboration-error.ts';
import { tableOf } from '../table-of.ts';

/**
 * The invitation that launched this process, for an app that the recipient's side starts on accept.
 * `undefined` when no invitation launched it.
 *
 * Cold: each subscription asks the adapter, and every subscription gets the same value. Completes after
 * the value. Errors with `NOT_SUPPORTED` when the adapter launches no applications, and with
 * `NOT_INITIALIZED` when it is not open.
 */
export function launchInfo(adapter: CollaborationAdapter): Observable<AppLaunchInfo | undefined> {
  return defer(() => tableOf(adapter, 'launch', 'launchInfo').launchInfo()).pipe(
    catchError((error: unknown) => throwError(() => toCollaborationError('launchInfo', error))),
  );
}
