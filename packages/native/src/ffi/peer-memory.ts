import type { Hresult, PeerFunctions } from './functions.ts';
import type { Out, Pointer } from './handles.ts';
import { succeeded, written } from './results.ts';

/** Calls a function that hands out a block, reads the block, and frees it whatever happens. */
export function readBlock<Value>(
  peer: PeerFunctions,
  operation: string,
  call: (block: Out<Pointer>) => Hresult,
  read: (block: Pointer) => Value,
): Value {
  const out: Out<Pointer> = [null];
  succeeded(operation, call(out));
  return consumeBlock(peer, written(operation, out), read);
}

/** Reads a block, and frees it whatever happens. */
export function consumeBlock<Value>(
  peer: PeerFunctions,
  block: Pointer,
  read: (block: Pointer) => Value,
): Value {
  try {
    return read(block);
  } finally {
    // Frees everything that lies within, too: whatever `read` returns must be a copy.
    peer.PeerFreeData(block);
  }
}
