import type { Contact } from './contacts.ts';
import type { Endpoint } from './endpoint.ts';

/**
 * This side's own contact, card and endpoints, to be shown to others. A function needs signing in only
 * where it says so.
 */
export interface IdentityFunctions {
  /**
   * Whether {@link endpoints} is supported. Windows has no such call: others find this side near them,
   * or as a contact.
   */
  readonly reportsEndpoints: boolean;

  /** This side's own contact (`PeerCollabGetContact` with NULL). */
  contact(): PromiseLike<Contact>;

  /**
   * This side's own card, to be handed to others (`PeerCollabExportContact` with NULL). The text proves
   * the peer name in it. Rejects with `NOT_SIGNED_IN` on Windows when signed out, and with
   * `NOT_SUPPORTED` where the adapter does not hold the key for the proof.
   */
  card(): PromiseLike<string>;

  /**
   * The endpoints at which others reach this side now, the best first. Empty without {@link
   * reportsEndpoints}.
   */
  endpoints(): PromiseLike<readonly Endpoint[]>;

  /**
   * The name of this endpoint (`PeerCollabGetEndpointName`). Rejects with `NOT_SIGNED_IN` on Windows
   * when signed out.
   */
  name(): PromiseLike<string>;

  /**
   * Renames this endpoint (`PeerCollabSetEndpointName`): 1 to 255 UTF-16 units. A peer that is connected
   * already may see the new name only with its next connection. Rejects with `NOT_SIGNED_IN` on Windows
   * when signed out.
   */
  setName(name: string): PromiseLike<void>;
}
