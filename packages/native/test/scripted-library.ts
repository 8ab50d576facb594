import { hresultValue } from '@beckon/core/hresults';
import koffi from 'koffi';
import { BlockingCalls } from '../src/ffi/blocking-calls.ts';
import { Decoder } from '../src/ffi/decode.ts';
import { type PeerFunctionName, type PeerFunctions, peerSignatures } from '../src/ffi/functions.ts';
import type { PeerLibrary } from '../src/ffi/library.ts';
import { defineStructs, type Structs } from '../src/ffi/structs.ts';
import { FakeKernel } from './fake-kernel.ts';

export interface Call {
  readonly name: PeerFunctionName;
  readonly values: readonly unknown[];
}

type Script = Partial<PeerFunctions>;

/**
 * A `P2P.dll` with scripted functions. A function without a script succeeds and writes nothing. Blocks
 * are real memory in the structures' layout, counted until they are freed.
 */
export class ScriptedLibrary implements PeerLibrary {
  readonly path = 'scripted';
  readonly structs: Structs = defineStructs(koffi);
  readonly decode = new Decoder(koffi, this.structs);
  readonly blocking = new BlockingCalls();
  readonly kernel = new FakeKernel();
  readonly calls: Call[] = [];
  readonly blocks = new Map<bigint, readonly unknown[]>();
  script: Script = {};

  readonly peer = Object.fromEntries(
    Object.keys(peerSignatures(koffi, this.structs)).map((name) => [
      name,
      (...values: unknown[]) => this.#called(name as PeerFunctionName, values),
    ]),
  ) as unknown as PeerFunctions;

  /** Number of calls of a function. */
  count(name: PeerFunctionName): number {
    return this.calls.filter((call) => call.name === name).length;
  }

  /** A block with one structure. The objects in `kept` live as long as the block. */
  block(struct: keyof Structs, value: object, ...kept: readonly unknown[]): bigint {
    const memory = koffi.alloc(this.structs[struct], 1) as bigint;
    koffi.encode(memory, this.structs[struct], value);
    this.blocks.set(memory, [value, ...kept]);
    return memory;
  }

  /** A block with an array of pointers. */
  pointers(...items: readonly bigint[]): bigint {
    const memory = koffi.alloc('void *', Math.max(items.length, 1)) as bigint;
    items.forEach((item, index) => koffi.encode(memory, 8 * index, 'void *', item));
    this.blocks.set(memory, items);
    return memory;
  }

  #called(name: PeerFunctionName, values: readonly unknown[]): unknown {
    this.calls.push({ name, values });
    if (name === 'PeerFreeData') {
      this.#free(values[0] as bigint);
      return undefined;
    }
    const scripted = this.script[name] as ((...values: readonly unknown[]) => unknown) | undefined;
    return scripted === undefined ? 0 : scripted(...values);
  }

  #free(block: bigint): void {
    if (!this.blocks.delete(block)) throw new Error('PeerFreeData of memory that is not a block');
  }
}

/** A named result as koffi gives it: signed. */
export function result(name: string): number {
  return hresultValue(name) | 0;
}
