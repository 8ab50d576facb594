import { win32 } from 'node:path';
import type { CollaborationError, Scope } from '@beckon/core';
import { checkWord } from '@beckon/core/adapter';

export interface NativeAdapterOptions {
  /** Absolute path of the `P2P.dll` to load. Default: the file in the system folder, and no other. */
  readonly library?: string;
  /**
   * The scope in which `open()` signs in. Signing in may show a dialog of the system. Default: `open()` does
   * not sign in. `close()` does not sign out: on Windows, every application of the user would be signed out.
   */
  readonly signIn?: Exclude<Scope, 'none'>;
  /**
   * Called when a resource could not be released. Default: the error is reported the way RxJS reports an
   * error that nobody handles (`config.onUnhandledError`, else thrown on a later task).
   */
  readonly onTeardownError?: (error: CollaborationError) => void;
}

const SIGN_IN_SCOPES = ['nearMe', 'internet', 'all'] as const satisfies readonly Scope[];

/** @throws TypeError when an option has the wrong form. */
export function checkOptions({ library, signIn, onTeardownError }: NativeAdapterOptions): void {
  checkLibraryPath('nativeAdapter', library);
  if (signIn !== undefined) checkWord('nativeAdapter', 'signIn', signIn, SIGN_IN_SCOPES);
  if (onTeardownError !== undefined && typeof onTeardownError !== 'function') {
    throw new TypeError('nativeAdapter: onTeardownError must be a function.');
  }
}

/** @throws TypeError when `path` is relative. Other programs could decide where a relative path leads. */
export function checkLibraryPath(owner: string, path: unknown): void {
  if (path === undefined || (typeof path === 'string' && win32.isAbsolute(path))) return;
  throw new TypeError(`${owner}: library must be an absolute path.`);
}
