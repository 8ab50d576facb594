import type { Contact } from './contacts.ts';
import type { Endpoint } from './endpoint.ts';

/** Who and where this side is, to be shown to others. None of the functions needs signing in, unless it says so. */
export interface IdentityFunctions {
  /** Whether {@link endpoints} can tell. Windows has no such call: there others find this side near them, or as a contact. */
  readonly reportsEndpoints: boolean;

  /** Oneself (`PeerCollabGetContact` with NULL). */
  contact(): PromiseLike<Contact>;

  /**
   * One's own contact card, to be handed to others (`PeerCollabExportContact` with NULL): text that
   * proves the identity in it. Rejects with `NOT_SIGNED_IN` on Windows when signed out, and with
   * `NOT_SUPPORTED` where the adapter does not hold the key that proves it.
   */
  card(): PromiseLike<string>;

  /** Where others reach this side now, the best first; empty without {@link reportsEndpoints}. */
  endpoints(): PromiseLike<readonly Endpoint[]>;

  /** What this endpoint is called (`PeerCollabGetEndpointName`). Rejects with `NOT_SIGNED_IN` on Windows when signed out. */
  name(): PromiseLike<string>;

  /**
   * Calls this endpoint something else (`PeerCollabSetEndpointName`): 1 to 255 UTF-16 units. Peers
   * that are connected already may see the change with the next connection. Rejects with
   * `NOT_SIGNED_IN` on Windows when signed out.
   */
  setName(name: string): PromiseLike<void>;
}
