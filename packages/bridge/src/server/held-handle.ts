import { type HandleName, handleFunctions } from './declaration.ts';

/** An object whose functions are called by name. */
export type Callable = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

/** A handle that a client holds. */
export class HeldHandle {
  readonly name: HandleName;
  readonly #handle: Callable;
  /** The releases that are under way, by the name of the function. */
  readonly #releasing = new Map<string, Promise<unknown>>();

  constructor(name: HandleName, handle: Callable) {
    this.name = name;
    this.#handle = handle;
  }

  /** Whether the handle has a function of this name and kind. */
  has(name: string, kind: 'ask' | 'release'): boolean {
    const functions = handleFunctions(this.name);
    return Object.hasOwn(functions, name) && (functions[name] === 'ask') === (kind === 'ask');
  }

  /** Number of functions that release. */
  get releaseCount(): number {
    return Object.values(handleFunctions(this.name)).filter((kind) => kind !== 'ask').length;
  }

  ask(name: string, args: readonly unknown[]): unknown {
    return this.#handle[name]?.(...args);
  }

  /**
   * Calls a function that releases. While the call is under way, a further call of the function joins it:
   * no limit holds a client back here, so the adapter must not get the same call many times at once.
   */
  release(name: string, args: readonly unknown[]): Promise<unknown> {
    const underWay = this.#releasing.get(name);
    if (underWay !== undefined) return underWay;
    const call = async (): Promise<unknown> => this.#handle[name]?.(...args);
    const releasing = call().finally(() => this.#releasing.delete(name));
    this.#releasing.set(name, releasing);
    return releasing;
  }

  /** Cancels and closes the handle, as far as possible. `onError` is called for each call that fails. */
  async releaseCompletely(onError: (operation: string, error: unknown) => void): Promise<void> {
    for (const [name, args] of Object.entries(handleFunctions(this.name))) {
      if (args === 'ask') continue;
      try {
        await this.release(name, args);
      } catch (error) {
        onError(`${this.name}.${name}`, error);
      }
    }
  }

  /** Resolves when no release is under way any more. Never rejects. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#releasing.values());
  }
}
