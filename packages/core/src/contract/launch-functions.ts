import type { AppLaunchInfo } from '../domain/app-launch-info.ts';

export interface LaunchFunctions {
  /** What this process was launched with (`PeerCollabGetAppLaunchInfo`), or `undefined` when no invitation launched it. */
  launchInfo(): PromiseLike<AppLaunchInfo | undefined>;
}
