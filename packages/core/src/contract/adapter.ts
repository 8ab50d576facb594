import type { ApplicationFunctions } from './applications.ts';
import type { ChannelFunctions } from './channels.ts';
import type { CollaborationEventFunctions } from './collaboration-events.ts';
import type { ContactFunctions } from './contacts.ts';
import type { EndpointDataFunctions } from './endpoint-data.ts';
import type { EventHandle } from './event-handle.ts';
import type { IdentityFunctions } from './identity.ts';
import type { InboxFunctions } from './inbox.ts';
import type { InvitationFunctions } from './invitations.ts';
import type { LaunchFunctions } from './launch.ts';
import type { ObjectFunctions } from './objects.ts';
import type { PeopleNearMeFunctions } from './people-near-me.ts';
import type { PresenceFunctions } from './presence.ts';
import type { VisibilityFunctions } from './visibility.ts';

/** Every function table, by its name. One file of this folder describes each, with its values. */
export interface FunctionTables {
  readonly invitations: InvitationFunctions;
  readonly identity: IdentityFunctions;
  readonly inbox: InboxFunctions;
  readonly channels: ChannelFunctions;
  readonly visibility: VisibilityFunctions;
  readonly peopleNearMe: PeopleNearMeFunctions;
  readonly contacts: ContactFunctions;
  readonly presence: PresenceFunctions;
  readonly applications: ApplicationFunctions;
  readonly objects: ObjectFunctions;
  readonly endpointData: EndpointDataFunctions;
  readonly events: CollaborationEventFunctions;
  readonly launch: LaunchFunctions;
}

export type FunctionTable = keyof FunctionTables;

/** The tables that every adapter has. */
type RequiredTable = 'invitations' | 'identity';

/**
 * The interface that every adapter implements: one member for each function table. An adapter leaves
 * out a table that it cannot serve; the absence is its capability report.
 *
 * Each function replies with a `PromiseLike`, which can also settle in virtual time. A function may be
 * called while another call is under way. Its reply settles only after the function has returned.
 *
 * A failed call rejects with a `CollaborationError`. The code is `NOT_INITIALIZED` when the adapter is
 * not open, and `INVALID_ARGUMENT` when an argument has the wrong form or breaks one of `LIMITS`.
 *
 * Arguments and results are plain data, an {@link EventHandle}, or a handle: an object with functions,
 * the last of which is `close()`. The caller closes each handle once; a second `close()` rejects with
 * `CLOSED`. When the adapter is closed, everything behind its handles ends, and `close()` of a handle
 * then does nothing.
 */
export interface CollaborationAdapter
  extends Pick<FunctionTables, RequiredTable>, Partial<Omit<FunctionTables, RequiredTable>> {
  /** For messages and logs: `native`, `mock`, `libp2p`, … */
  readonly name: string;

  /** Makes the adapter ready (`PeerCollabStartup`). Calls are counted: each needs one {@link close}. */
  open(): Promise<void>;

  /**
   * Undoes one {@link open} (`PeerCollabShutdown`). The last `close()` ends everything: pending
   * invitations fail with `CLOSED` and are withdrawn at the recipient, incoming invitations are gone,
   * every event is closed. On a handle that is still held, `cancel()` and `close()` then do nothing.
   * Rejects with `NOT_INITIALIZED` when the adapter is not open.
   */
  close(): Promise<void>;

  /** Makes an auto-reset event, not signalled (`CreateEvent`). Throws `NOT_INITIALIZED` when the adapter is not open. */
  createEvent(): EventHandle;
}

/** The names of all function tables. The list does not compile when a table is missing. */
export const FUNCTION_TABLES = Object.freeze(
  Object.keys({
    invitations: true,
    identity: true,
    inbox: true,
    channels: true,
    visibility: true,
    peopleNearMe: true,
    contacts: true,
    presence: true,
    applications: true,
    objects: true,
    endpointData: true,
    events: true,
    launch: true,
  } satisfies Readonly<Record<FunctionTable, true>>),
) as readonly FunctionTable[];

/** The names of the functions of a table, without its constants. */
export type FunctionName<Table extends FunctionTable> = {
  [Name in keyof FunctionTables[Table]]-?: FunctionTables[Table][Name] extends (
    ...args: never[]
  ) => unknown
    ? Name & string
    : never;
}[keyof FunctionTables[Table]];

/** The name of a function with its table: `inbox.accept`. Error messages and faults use this form. */
export type Operation = {
  [Table in FunctionTable]: `${Table}.${FunctionName<Table>}`;
}[FunctionTable];
