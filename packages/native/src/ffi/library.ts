import { existsSync } from 'node:fs';
import { win32 } from 'node:path';
import { CollaborationError } from '@beckon/core';
import { BlockingCalls } from './blocking-calls.ts';
import { Decoder } from './decode.ts';
import { type PeerFunctionName, type PeerFunctions, peerSignatures } from './functions.ts';
import { bindKernelFunctions, type KernelFunctions } from './kernel-functions.ts';
import { type Koffi, loadKoffi } from './koffi.ts';
import { defineStructs } from './structs.ts';

/** A loaded `P2P.dll`, with the functions of Windows that belong to it. */
export interface PeerLibrary {
  readonly path: string;
  readonly peer: PeerFunctions;
  readonly kernel: KernelFunctions;
  readonly decode: Decoder;
  readonly blocking: BlockingCalls;
}

/** The advice of an error where the API does not exist. */
export const INSTEAD = 'Use another adapter there, such as @beckon/libp2p.';

/**
 * Loads `P2P.dll`: the file at `path`, or else the file in the system folder and no other.
 *
 * Rejects with `NOT_SUPPORTED` when this is not Windows or koffi has no binary for it, and with
 * `SERVICE_UNAVAILABLE` when the library is absent, cannot be loaded, or lacks a function.
 */
export async function loadPeerLibrary(path: string | undefined): Promise<PeerLibrary> {
  if (process.platform !== 'win32') {
    throw new CollaborationError(
      'NOT_SUPPORTED',
      `P2P.dll is part of Windows; this is ${process.platform}. ${INSTEAD}`,
    );
  }
  const koffi = await loadKoffi();
  const kernel = bindKernelFunctions(koffi);
  const file = path ?? win32.join(kernel.systemFolder(), 'P2P.dll');
  const structs = defineStructs(koffi);
  const blocking = new BlockingCalls();
  return {
    path: file,
    peer: bindPeerFunctions(
      koffi,
      peerSignatures(koffi, structs),
      openLibrary(koffi, file),
      blocking,
      file,
    ),
    kernel,
    decode: new Decoder(koffi, structs),
    blocking,
  };
}

type OpenLibrary = ReturnType<Koffi['load']>;

function openLibrary(koffi: Koffi, path: string): OpenLibrary {
  if (!existsSync(path)) {
    throw new CollaborationError(
      'SERVICE_UNAVAILABLE',
      `${path} does not exist: this Windows has no Peer Collaboration API (servers and some editions do not). ${INSTEAD}`,
    );
  }
  try {
    return koffi.load(path);
  } catch (cause) {
    throw new CollaborationError(
      'SERVICE_UNAVAILABLE',
      `${path} cannot be loaded: ${(cause as Error).message} It must be a library for ${process.arch}, and complete.`,
      { cause },
    );
  }
}

function bindPeerFunctions(
  koffi: Koffi,
  signatures: ReturnType<typeof peerSignatures>,
  library: OpenLibrary,
  blocking: BlockingCalls,
  path: string,
): PeerFunctions {
  const entries = Object.entries(signatures).map(([name, { result, parameters, isBlocking }]) => {
    try {
      const call = library.func('__stdcall', name, result, parameters);
      return [name, isBlocking ? offThread(call, blocking) : call];
    } catch (cause) {
      throw new CollaborationError(
        'SERVICE_UNAVAILABLE',
        `${path} has no function ${name}: it is not the P2P.dll of Windows Vista or later, or this Windows has lost a part of it. ${INSTEAD}`,
        { cause },
      );
    }
  });
  return Object.fromEntries(entries) as Record<PeerFunctionName, unknown> as PeerFunctions;
}

function offThread(call: ReturnType<OpenLibrary['func']>, blocking: BlockingCalls) {
  return (...values: unknown[]): Promise<number> =>
    blocking.run(
      () =>
        new Promise((resolve, reject) => {
          call.async(...values, (error: Error | null, result: number) => {
            if (error === null) resolve(result);
            else reject(error);
          });
        }),
    );
}
