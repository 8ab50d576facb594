import type { ApplicationFunctions } from './application-functions.ts';
import type { ContactFunctions } from './contact-functions.ts';
import type { EndpointDataFunctions } from './endpoint-data-functions.ts';
import type { EventFunctions } from './event-functions.ts';
import type { EventHandle } from './event-handle.ts';
import type { IdentityFunctions } from './identity-functions.ts';
import type { InboxFunctions } from './inbox-functions.ts';
import type { InvitationFunctions } from './invitation-functions.ts';
import type { LaunchFunctions } from './launch-functions.ts';
import type { ObjectFunctions } from './object-functions.ts';
import type { PeopleNearMeFunctions } from './people-near-me-functions.ts';
import type { PresenceFunctions } from './presence-functions.ts';
import type { SessionFunctions } from './session-functions.ts';

/**
 * What every adapter implements: one member for each function table. A table that an adapter cannot
 * serve is absent; that is its capability report.
 *
 * Functions reply with a `PromiseLike`, so that an adapter can answer in virtual time. All of them
 * reject with a `CollaborationError`; with code `NOT_INITIALIZED` when the adapter is not open.
 * A function may be called while another is under way, and replies only after it has returned.
 */
export interface CollaborationAdapter {
  /** For messages and logs: `native`, `mock`, `libp2p`, … */
  readonly name: string;

  /** Makes the adapter ready (`PeerCollabStartup`). Counted: each needs one {@link close}. */
  open(): Promise<void>;

  /**
   * Undoes one {@link open} (`PeerCollabShutdown`). The last one ends everything: pending invitations
   * fail with `CLOSED` and are withdrawn at the recipient, incoming ones are gone, every event is
   * closed. Handles that are still held then accept `cancel()` and `close()` and do nothing.
   * Rejects with `NOT_INITIALIZED` when the adapter is not open.
   */
  close(): Promise<void>;

  /** Makes an auto-reset event, not signalled (`CreateEvent`). Throws `NOT_INITIALIZED` when the adapter is not open. */
  createEvent(): EventHandle;

  readonly invitations: InvitationFunctions;
  readonly inbox?: InboxFunctions;
  readonly identity?: IdentityFunctions;
  readonly session?: SessionFunctions;
  readonly peopleNearMe?: PeopleNearMeFunctions;
  readonly contacts?: ContactFunctions;
  readonly presence?: PresenceFunctions;
  readonly applications?: ApplicationFunctions;
  readonly objects?: ObjectFunctions;
  readonly endpointData?: EndpointDataFunctions;
  readonly events?: EventFunctions;
  readonly launch?: LaunchFunctions;
}

/** The names of the function tables of {@link CollaborationAdapter}. */
export type FunctionTable = Exclude<
  keyof CollaborationAdapter,
  'name' | 'open' | 'close' | 'createEvent'
>;
