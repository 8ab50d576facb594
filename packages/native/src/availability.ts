import { CollaborationError, isCollaborationError, toCollaborationError } from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';
import { PEER_COLLAB_VERSION } from './ffi/constants.ts';
import type { KernelFunctions } from './ffi/kernel-functions.ts';
import { INSTEAD, type PeerLibrary } from './ffi/library.ts';
import { succeeded } from './ffi/results.ts';

/** Whether `P2P.dll` can be used by this process, and if not, why. */
export type NativeAvailability =
  | { readonly isAvailable: true }
  /** `error.message` says what is missing and what to do. */
  | { readonly isAvailable: false; readonly error: CollaborationError };

/** Results that mean that something below the library is missing. */
const UNAVAILABLE: ReadonlySet<number | undefined> = new Set(
  ['PEER_E_SERVICE_NOT_AVAILABLE', 'PEER_E_CANNOT_START_SERVICE', 'E_NOTIMPL'].map(hresultValue),
);

/** Loads, starts up and shuts down again. Never rejects. */
export async function probeAvailability(
  load: () => Promise<PeerLibrary>,
): Promise<NativeAvailability> {
  try {
    const library = await load();
    startUp(library);
    succeeded('PeerCollabShutdown', library.peer.PeerCollabShutdown());
    return { isAvailable: true };
  } catch (error) {
    return { isAvailable: false, error: toCollaborationError('isNativeAvailable', error) };
  }
}

/** `PeerCollabStartup`. @throws CollaborationError that says why it is not possible. */
export function startUp({ peer, kernel }: Pick<PeerLibrary, 'peer' | 'kernel'>): void {
  try {
    succeeded('PeerCollabStartup', peer.PeerCollabStartup(PEER_COLLAB_VERSION));
  } catch (error) {
    throw explainUnavailable(error, kernel);
  }
}

/**
 * Adds to an error which of the possible causes is at hand: Windows gives the same result for a
 * process that runs as administrator and for a service that is gone. Other errors are given back.
 */
export function explainUnavailable(error: unknown, kernel: KernelFunctions): unknown {
  if (!isCollaborationError(error) || !UNAVAILABLE.has(error.hresult)) return error;
  return new CollaborationError('SERVICE_UNAVAILABLE', `${error.message} ${reason(kernel)}`, {
    cause: error,
    ...(error.hresult === undefined ? {} : { hresult: error.hresult }),
  });
}

function reason(kernel: KernelFunctions): string {
  if (!kernel.hasPeerNameService()) {
    return `The Peer Name Resolution Protocol is not installed: Windows 10 1809 removed it. ${INSTEAD}`;
  }
  if (kernel.isElevated()) {
    return 'The process runs as administrator, which the collaboration service does not serve. Start it without elevation.';
  }
  return `The service behind P2P.dll (p2phost.exe, p2pimsvc) does not run and could not be started. Check that it is installed and enabled. ${INSTEAD}`;
}
