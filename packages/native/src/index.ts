/**
 * The Peer Collaboration API of Windows (`P2P.dll`) as an adapter.
 *
 * The import has no effect and needs no native code, on any system.
 *
 * @packageDocumentation
 * @example
 * ```ts
 * import { invite } from '@beckon/core';
 * import { isNativeAvailable, nativeAdapter } from '@beckon/native';
 *
 * const availability = await isNativeAvailable();
 * if (!availability.isAvailable) throw availability.error;
 *
 * const adapter = nativeAdapter({ signIn: 'nearMe' });
 * await adapter.open();
 *
 * invite(adapter, {
 *   to: { endpoint: { address: '[fe80::1%4]:3587' } },
 *   applicationId: '{5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11}',
 *   message: 'Join my whiteboard?',
 * }).subscribe((status) => console.log(status.state));
 * ```
 */
export { isNativeAvailable } from './is-native-available.ts';
export type { NativeAvailability } from './availability.ts';
export { type NativeAdapter, nativeAdapter } from './adapter.ts';
export type { NativeAdapterOptions } from './options.ts';
