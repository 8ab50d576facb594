import { CollaborationError } from '@beckon/core';
import type koffi from 'koffi';

/** The module `koffi`. */
export type Koffi = typeof koffi;

/** A description of a C type for koffi. */
export type KoffiType = Parameters<Koffi['sizeof']>[0];

/**
 * Loads koffi and its native binary.
 *
 * Rejects with `NOT_SUPPORTED` when there is no binary for this platform.
 */
export async function loadKoffi(): Promise<Koffi> {
  try {
    return (await import('koffi')).default;
  } catch (cause) {
    throw new CollaborationError(
      'NOT_SUPPORTED',
      `koffi has no native binary for ${process.platform}-${process.arch} here. Install it with its optional dependencies (npm install --include=optional).`,
      { cause },
    );
  }
}
