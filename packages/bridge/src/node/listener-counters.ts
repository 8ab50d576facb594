/** The connections that a listener has let in, refused and ended. */
export interface ListenerCounters {
  /** Connections that were let in. */
  readonly letIn: number;
  /** Requests that were refused: by address, host, path, origin, token, or because there are too many clients. */
  readonly refused: number;
  /** Connections without a whole request, which made room for newer ones. Of a server of the bridge's own. */
  readonly displaced: number;
  /** Clients that were ended: they did not read, sent too many pings or pongs, or frames or messages that cannot be read. */
  readonly cutOff: number;
}

export type Counters = { -readonly [Name in keyof ListenerCounters]: ListenerCounters[Name] };
