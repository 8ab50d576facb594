/** The version of the protocol. It goes up with every change that an older side would misread. */
export const PROTOCOL_VERSION = 2;

/** The functions of the host, which the client calls. */
export interface HostFunctions {
  /** The first call. Rejects with `NOT_SUPPORTED` when the versions differ. */
  hello(version: number): HostDescription | PromiseLike<HostDescription>;
  /** Opens the adapter for this client, once until {@link releaseAll}. */
  open(): PromiseLike<void>;
  /** Calls a function of a table, or a function of a handle that asks. */
  call(target: string | number, name: string, args: readonly unknown[]): PromiseLike<unknown>;
  /** Calls a function of a handle that releases. No limit refuses it. */
  release(handleId: number, name: string, args: readonly unknown[]): PromiseLike<unknown>;
  /** The client has closed an event. There is no reply to wait for. */
  closeEvent(eventId: number): void;
  /** Cancels and closes everything that the client holds, the adapter last. Resolves when that is done. */
  releaseAll(): PromiseLike<void>;
  ping(): void;
}

/** The functions of the client, which the host calls. */
export interface ClientFunctions {
  signal(eventId: number): void;
  eventClosed(eventId: number): void;
  ping(): void;
}

/** The answer to `hello`: the tables that the client can call. */
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
  /**
   * The index of the argument that is an event. The event crosses as the number that the client gave
   * it.
   */
  readonly event?: number;
  /** The kind of handle that the function gives. The handle crosses as a number that the host gives it. */
  readonly handle?: HandleDescription;
}

export interface HandleDescription {
  /** `InvitationHandle`, `ChangeQueue`, … */
  readonly name: string;
  /**
   * The functions of the handle, by kind. Once the host has released everything, a function that releases
   * does nothing, and a function that asks fails.
   */
  readonly functions: Readonly<Record<string, 'ask' | 'release'>>;
}
