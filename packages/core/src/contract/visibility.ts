/**
 * The peers that can see this side: nobody, the local subnet, contacts anywhere, or both
 * (`PEER_SIGNIN_FLAGS`, `PEER_PUBLICATION_SCOPE`).
 */
export type Scope = 'none' | 'nearMe' | 'internet' | 'all';

/** Signing in makes this side visible to others. */
export interface VisibilityFunctions {
  /**
   * Makes this side visible in `scope` (`PeerCollabSignin`). May show a dialog of the system.
   * `isConnected` is false after `PEER_S_NO_CONNECTIVITY`: this side is signed in, but has no address
   * right now.
   */
  signIn(scope: Exclude<Scope, 'none'>): PromiseLike<{ readonly isConnected: boolean }>;
  /** Leaves `scope`, on Windows for every application of this user (`PeerCollabSignout`). Does nothing when signed out. */
  signOut(scope: Exclude<Scope, 'none'>): PromiseLike<void>;
  /**
   * The scope in which this side is visible now; `'none'` when signed out
   * (`PeerCollabGetSigninOptions`).
   */
  scope(): PromiseLike<Scope>;
}
