/** Goes up with every change that an older side would misread. */
export const PROTOCOL_VERSION = 2;

/** The functions that the side with an adapter has for the other. */
export interface HostFunctions {
  /** Before anything else. Rejects with `NOT_SUPPORTED` when the versions differ. */
  hello(version: number): HostDescription | PromiseLike<HostDescription>;
  /** Opens the adapter for this client, once until {@link releaseAll}. */
  open(): PromiseLike<void>;
  /** Calls a function of a table, or one of a handle that gives nothing back. */
  call(target: string | number, name: string, args: readonly unknown[]): PromiseLike<unknown>;
  /** Calls a function of a handle that gives something back. No limit refuses it. */
  release(handleId: number, name: string, args: readonly unknown[]): PromiseLike<unknown>;
  /** The client has closed an event. There is no reply to wait for. */
  closeEvent(eventId: number): void;
  /** Cancels and closes everything that the client holds, the adapter last. Resolves when that is done. */
  releaseAll(): PromiseLike<void>;
  ping(): void;
}

/** The functions that the side without an adapter has for the other. */
export interface ClientFunctions {
  signal(eventId: number): void;
  eventClosed(eventId: number): void;
  ping(): void;
}

/** The answer to `hello`: what there is to call. */
export interface HostDescription {
  readonly version: number;
  /** The adapter's name. */
  readonly name: string;
  /** The tables that the adapter has and the host allows, by name, with the members of each. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, MemberDescription>>>>;
}

/** A member of a function table: a function, unless it has a `constant`. */
export interface MemberDescription {
  /** The value of a property. */
  readonly constant?: unknown;
  /** Which argument is an event. It crosses as the number that the client gave it. */
  readonly event?: number;
  /** The kind of handle that the result is. It crosses as a number that the host gives it. */
  readonly handle?: HandleDescription;
}

export interface HandleDescription {
  /** `InvitationHandle`, `ChangeQueue`, … */
  readonly name: string;
  /**
   * The functions of the handle. Those that `release` do nothing once the host has released
   * everything. Those that `ask` fail then.
   */
  readonly functions: Readonly<Record<string, 'ask' | 'release'>>;
}
