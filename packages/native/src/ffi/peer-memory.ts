import type { Hresult, PeerFunctions } from './functions.ts';
import type { Out, Pointer } from './handles.ts';
import { succeeded, written } from './results.ts';

/** Calls a function that gives a block, reads the block, and always frees it. */
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

/** Reads a block, and always frees it. */
export function consumeBlock<Value>(
  peer: PeerFunctions,
  block: Pointer,
  read: (block: Pointer) => Value,
): Value {
  try {
    return read(block);
  } finally {
    // This frees everything within the block, too: `read` must return a copy.
    peer.PeerFreeData(block);
  }
}
