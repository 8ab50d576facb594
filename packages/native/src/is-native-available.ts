import { type NativeAvailability, probeAvailability } from './availability.ts';
import { loadPeerLibrary } from './ffi/library.ts';
import { checkLibraryPath, type NativeAdapterOptions } from './options.ts';

/**
 * Asks whether this process can use `P2P.dll`, by starting it up and shutting it down again.
 *
 * Never rejects. Signing in may still fail afterwards: only then may Windows find that the service behind
 * the library is missing.
 *
 * @throws TypeError when `options.library` is not an absolute path.
 */
export function isNativeAvailable(
  options: Pick<NativeAdapterOptions, 'library'> = {},
): Promise<NativeAvailability> {
  checkLibraryPath('isNativeAvailable', options.library);
  return probeAvailability(() => loadPeerLibrary(options.library));
}
