import type { Decoder } from './decode.ts';
import type { Hresult, PeerFunctions } from './functions.ts';
import type { EnumerationHandle, Out, Pointer } from './handles.ts';
import { consumeBlock } from './peer-memory.ts';
import { succeeded, written } from './results.ts';

/** Reads the items of an enumeration. */
export interface ItemReader<Item> {
  readonly peer: PeerFunctions;
  readonly decode: Pick<Decoder, 'pointers'>;
  readonly read: (item: Pointer) => Item;
}

/** Calls a function that begins an enumeration, reads every item, and always ends the enumeration. */
export function readEnumeration<Item>(
  reader: ItemReader<Item>,
  operation: string,
  call: (enumeration: Out<EnumerationHandle>) => Hresult,
): readonly Item[] {
  const out: Out<EnumerationHandle> = [null];
  succeeded(operation, call(out));
  const enumeration = written(operation, out);
  try {
    return readItems(reader, operation, enumeration);
  } finally {
    reader.peer.PeerEndEnumeration(enumeration);
  }
}

function readItems<Item>(
  reader: ItemReader<Item>,
  operation: string,
  enumeration: EnumerationHandle,
): Item[] {
  const { peer } = reader;
  const total: Out<number> = [0];
  succeeded(`${operation}, PeerGetItemCount`, peer.PeerGetItemCount(enumeration, total));
  const items: Item[] = [];
  // PeerGetNextItem may give fewer items than asked for. It is never called for 0 items.
  for (let left = total[0] ?? 0; left > 0; left = (total[0] ?? 0) - items.length) {
    const batch = readBatch(reader, operation, enumeration, left);
    if (batch.length === 0) break;
    items.push(...batch);
  }
  return items;
}

function readBatch<Item>(
  { peer, decode, read }: ItemReader<Item>,
  operation: string,
  enumeration: EnumerationHandle,
  wanted: number,
): Item[] {
  const count: [number] = [wanted];
  const out: Out<Pointer> = [null];
  succeeded(`${operation}, PeerGetNextItem`, peer.PeerGetNextItem(enumeration, count, out));
  const [array] = out;
  if (array === null) return [];
  // The items lie within the block of the array: freeing the block frees them.
  return consumeBlock(peer, array, () => decode.pointers(array, count[0]).map(read));
}
