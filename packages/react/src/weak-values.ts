/** Values by key, each as long as something else holds it. Who asks again until then gets the same. */
export class WeakValues<V extends object> {
  readonly #values = new Map<string, WeakRef<V>>();
  readonly #collected = new FinalizationRegistry<string>((key) => {
    if (this.#values.get(key)?.deref() === undefined) this.#values.delete(key);
  });

  /** Keys that are held, or whose value was collected a moment ago. */
  get size(): number {
    return this.#values.size;
  }

  /** The value of `key`; `make` makes it when there is none. */
  get(key: string, make: () => V): V {
    const known = this.#values.get(key)?.deref();
    if (known !== undefined) return known;
    const made = make();
    this.#values.set(key, new WeakRef(made));
    this.#collected.register(made, key);
    return made;
  }
}
