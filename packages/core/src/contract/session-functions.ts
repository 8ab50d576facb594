import type { Scope } from '../domain/scope.ts';

/** Signing in makes this side visible. */
export interface SessionFunctions {
  /**
   * Makes this side visible in `scope` (`PeerCollabSignin`). May show a dialog of the system.
   * `isConnected` is false after `PEER_S_NO_CONNECTIVITY`: signed in, but no address right now.
   */
  signIn(scope: Exclude<Scope, 'none'>): PromiseLike<{ readonly isConnected: boolean }>;
  /** Leaves `scope`, for every application of this user (`PeerCollabSignout`). */
  signOut(scope: Exclude<Scope, 'none'>): PromiseLike<void>;
  /** Where this side is visible now; `'none'` when signed out (`PeerCollabGetSigninOptions`). */
  scope(): PromiseLike<Scope>;
}
