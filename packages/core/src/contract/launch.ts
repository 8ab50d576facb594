import type { Contact } from './contacts.ts';
import type { Endpoint } from './endpoint.ts';
import type { Invitation } from './invitations.ts';

/** The invitation that launched a process, with its sender (`PEER_APP_LAUNCH_INFO`). */
export interface AppLaunchInfo {
  /** Absent when the sender is not a known contact. */
  readonly contact?: Contact;
  readonly endpoint: Endpoint;
  readonly invitation: Invitation;
}

export interface LaunchFunctions {
  /**
   * The invitation that launched this process (`PeerCollabGetAppLaunchInfo`), or `undefined` when no
   * invitation launched it. Needs no signing in.
   */
  launchInfo(): PromiseLike<AppLaunchInfo | undefined>;
}
