/** Goes up with every change that an older side would misread. */
export const PROTOCOL_VERSION = 1;

/** What the side that holds an adapter offers over the channel. */
export interface HostFunctions {
  /** Before anything else. Rejects with `NOT_SUPPORTED` when the versions differ. */
  hello(version: number): HostDescription | PromiseLike<HostDescription>;
  /** Opens the adapter for this client, once until {@link release}. */
  open(): PromiseLike<void>;
  /** Calls a function of a table, or of a handle that an earlier call gave. */
  call(target: string | number, name: string, args: readonly unknown[]): PromiseLike<unknown>;
  /** The other side has closed an event; there is no reply to wait for. */
  closeEvent(eventId: number): void;
  /** Cancels and closes all that the client holds, the adapter last. Resolves when that is done. */
  release(): PromiseLike<void>;
  ping(): void;
}

/** What the side without an adapter offers. */
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
  /** The tables that the adapter has and the host allows, by name; in each its members. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, MemberDescription>>>>;
}

/** A member of a function table: a function, unless it has a `constant`. */
export interface MemberDescription {
  /** The value of a property. */
  readonly constant?: unknown;
  /** Which argument is an event: it crosses as the number that the client gave it. */
  readonly event?: number;
  /** When the result is a handle: its functions. The handle crosses as a number that the host gives it. */
  readonly handle?: HandleDescription;
}

/** The functions of a handle. Those that `release` do nothing once the host has released everything; those that `ask` fail. */
export type HandleDescription = Readonly<Record<string, 'ask' | 'release'>>;
