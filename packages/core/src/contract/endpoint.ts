/** A place where a peer can be reached. */
export interface Endpoint {
  /** Address in the adapter's own syntax: `[fe80::1%4]:3587` for native, a multiaddr for libp2p, a name for the mock. */
  readonly address: string;
  /** The name that the peer gives this endpoint: at most 255 UTF-16 units. Not verified, not unique. */
  readonly name?: string;
  /** Which way the address goes, where the adapter says so. Nothing that is sent to an endpoint depends on it. */
  readonly route?: EndpointRoute;
}

/**
 * Which way an address goes: within the machine, straight to it, through a relay that carries everything, or over
 * a broker.
 */
export type EndpointRoute = 'machine' | 'direct' | 'relay' | 'broker';

/** Whether two endpoints are the same place: their addresses are equal. Names do not count. */
export function isSameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.address === b.address;
}
