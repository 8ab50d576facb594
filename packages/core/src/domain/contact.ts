/** A person known by a verified key. */
export interface Contact {
  /**
   * The identity: a PeerId with libp2p, a secure peer name (`40 hex digits.classifier`) on Windows.
   * The only field that is proven; all others are what somebody wrote down.
   */
  readonly peerName: string;
  readonly nickname?: string;
  readonly displayName?: string;
  readonly emailAddress?: string;
  /** Whether this side wants to hear of the contact's presence (`fWatch`). */
  readonly isWatched?: boolean;
  /** Whether the contact may see this side's presence (`WatcherPermissions`). */
  readonly canWatchMe?: boolean;
  /** What proves the identity, in the adapter's own form. */
  readonly credentials?: Uint8Array;
}
