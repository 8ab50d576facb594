/** A place where a peer can be reached. */
export interface Endpoint {
  /** Address in the adapter's own syntax: `[fe80::1%4]:3587` for native, a multiaddr for libp2p, a name for the mock. */
  readonly address: string;
  /** The name that the peer gives this endpoint: at most 255 UTF-16 units. Not verified, not unique. */
  readonly name?: string;
}

/** Whether two endpoints are the same place: their addresses are equal. Names do not count. */
export function isSameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.address === b.address;
}
