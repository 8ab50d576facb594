import { type AppLaunchInfo, type CollaborationAdapter, CollaborationError } from '@beckon/core';
import { defer, type Observable } from 'rxjs';

/**
 * What this process was launched with; `undefined` when no invitation launched it. Cold; completes
 * after one value. Errors with `NOT_SUPPORTED` when the adapter launches nothing.
 */
export function launchInfo(adapter: CollaborationAdapter): Observable<AppLaunchInfo | undefined> {
  return defer(() => {
    if (adapter.launch === undefined) {
      throw new CollaborationError(
        'NOT_SUPPORTED',
        `launchInfo: the ${adapter.name} adapter launches no applications.`,
      );
    }
    return adapter.launch.launchInfo();
  });
}
