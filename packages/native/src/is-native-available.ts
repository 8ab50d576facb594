import { type NativeAvailability, probeAvailability } from './availability.ts';
import { loadPeerLibrary } from './ffi/library.ts';
import { checkLibraryPath, type NativeAdapterOptions } from './options.ts';

/**
 * Asks whether `P2P.dll` can be used by this process, by starting it up and shutting it down again.
 *
 * Never rejects. That it can be used does not say that signing in will work: the service behind it
 * may be found missing only then.
 *
 * @throws TypeError when `options.library` is not an absolute path.
 */
export function isNativeAvailable(
  options: Pick<NativeAdapterOptions, 'library'> = {},
): Promise<NativeAvailability> {
  checkLibraryPath('isNativeAvailable', options.library);
  return probeAvailability(() => loadPeerLibrary(options.library));
}
