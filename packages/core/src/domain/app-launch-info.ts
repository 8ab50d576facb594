import type { Contact } from './contact.ts';
import type { Endpoint } from './endpoint.ts';
import type { Invitation } from './invitation.ts';

/** What a launched process was invited with (`PEER_APP_LAUNCH_INFO`). */
export interface AppLaunchInfo {
  /** Absent when the sender is not a known contact. */
  readonly contact?: Contact;
  readonly endpoint: Endpoint;
  readonly invitation: Invitation;
}
