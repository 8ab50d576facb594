import { CollaborationError, isCollaborationError, toCollaborationError } from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';
import { PEER_COLLAB_VERSION } from './ffi/constants.ts';
import type { KernelFunctions } from './ffi/kernel-functions.ts';
import { INSTEAD, type PeerLibrary } from './ffi/library.ts';
import { succeeded } from './ffi/results.ts';

/** Whether this process can use `P2P.dll`, with the reason when it cannot. */
export type NativeAvailability =
  | { readonly isAvailable: true }
  /** `error.message` names the missing part and says what to do. */
  | { readonly isAvailable: false; readonly error: CollaborationError };

/** Results for a missing part below the library. */
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

/** Calls `PeerCollabStartup`. @throws CollaborationError with the reason when it fails. */
export function startUp({ peer, kernel }: Pick<PeerLibrary, 'peer' | 'kernel'>): void {
  try {
    succeeded('PeerCollabStartup', peer.PeerCollabStartup(PEER_COLLAB_VERSION));
  } catch (error) {
    throw explainUnavailable(error, kernel);
  }
}

/**
 * Adds the actual cause to an error. Windows gives the same result for a process that runs as
 * administrator and for a service that is gone. Other errors are returned unchanged.
 */
export function explainUnavailable(error: unknown, kernel: KernelFunctions): unknown {
  if (!isCollaborationError(error) || !UNAVAILABLE.has(error.hresult)) return error;
  return new CollaborationError('SERVICE_UNAVAILABLE', `${error.message} ${reason(kernel)}`, {
    cause: error,
    hresult: error.hresult,
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
