import type { Lifecycle, Operation } from '@beckon/core/adapter';
import type { Decoder } from '../ffi/decode.ts';
import { readEnumeration } from '../ffi/enumeration.ts';
import type {
  BlockOut,
  EnumerationOut,
  Hresult,
  PeerFunctionName,
  PeerFunctions,
} from '../ffi/functions.ts';
import { readBlock } from '../ffi/peer-memory.ts';
import { succeeded } from '../ffi/results.ts';
import type { RunningAdapter } from '../running-adapter.ts';

/** The names of the functions whose last parameter is an `Out`. */
type FunctionWith<Out> = {
  [Name in PeerFunctionName]: Parameters<PeerFunctions[Name]> extends [...unknown[], Out]
    ? Name
    : never;
}[PeerFunctionName];

/** The values of a function before its last parameter. */
type ValuesOf<Name extends PeerFunctionName> =
  Parameters<PeerFunctions[Name]> extends [...infer Values, unknown] ? Values : never;

/** The names of the functions that reply with `Reply`. */
type FunctionThat<Reply> = {
  [Name in PeerFunctionName]: ReturnType<PeerFunctions[Name]> extends Reply ? Name : never;
}[PeerFunctionName];

type Readable = {
  [Name in keyof Decoder]: Decoder[Name] extends (block: bigint) => unknown ? Name : never;
}[keyof Decoder];

type Read<Name extends Readable> = ReturnType<Decoder[Name]>;

/**
 * The calls to the DLL of one table function. Each call throws a `CollaborationError` that names both
 * functions.
 */
export class OperationCalls {
  readonly operation: Operation;
  readonly running: RunningAdapter;

  constructor(operation: Operation, running: RunningAdapter) {
    this.operation = operation;
    this.running = running;
  }

  /** Calls a function, and returns its result when it means success. */
  run<Name extends FunctionThat<Hresult>>(
    name: Name,
    ...values: Parameters<PeerFunctions[Name]>
  ): number {
    return this.#succeeded(name, this.#call(name, ...values) as Hresult);
  }

  /** {@link run} for a function that blocks. */
  async runBlocking<Name extends FunctionThat<Promise<Hresult>>>(
    name: Name,
    ...values: Parameters<PeerFunctions[Name]>
  ): Promise<number> {
    return this.#succeeded(name, await (this.#call(name, ...values) as Promise<Hresult>));
  }

  /** Calls a function that gives a block, and returns the content of the block. */
  read<Name extends FunctionWith<BlockOut>, Kind extends Readable>(
    name: Name,
    values: ValuesOf<Name>,
    kind: Kind,
  ): Read<Kind> {
    const { peer, decode } = this.running.library;
    return readBlock(
      peer,
      this.#naming(name),
      (block) => this.#call(name, ...values, block) as Hresult,
      decode[kind] as (block: bigint) => Read<Kind>,
    );
  }

  /** Calls a function that begins an enumeration, and returns all its items. */
  enumerate<Name extends FunctionWith<EnumerationOut>, Kind extends Readable>(
    name: Name,
    values: ValuesOf<Name>,
    kind: Kind,
  ): readonly Read<Kind>[] {
    const { peer, decode } = this.running.library;
    return readEnumeration(
      { peer, decode, read: decode[kind] as (item: bigint) => Read<Kind> },
      this.#naming(name),
      (enumeration) => this.#call(name, ...values, enumeration) as Hresult,
    );
  }

  #succeeded(name: PeerFunctionName, result: Hresult): number {
    return succeeded(this.#naming(name), result);
  }

  #naming(name: PeerFunctionName): string {
    return `${this.operation}: ${name}`;
  }

  #call(name: PeerFunctionName, ...values: readonly unknown[]): unknown {
    const peer: Record<PeerFunctionName, unknown> = this.running.library.peer;
    return (peer[name] as (...values: readonly unknown[]) => unknown)(...values);
  }
}

/** The calls of one operation. @throws CollaborationError `NOT_INITIALIZED` when the adapter is not open. */
export type CallsOf = (operation: Operation) => OperationCalls;

export function callsOver(lifecycle: Lifecycle<RunningAdapter>): CallsOf {
  return (operation) => new OperationCalls(operation, lifecycle.use(operation));
}
