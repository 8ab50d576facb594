/** What is read and written a second, for all clients together. Each has an equal share. */
const BYTES_PER_SECOND = 16 * 1024 * 1024;
/** What a client may read and write at once before it waits. */
const BYTES_AT_ONCE = 256 * 1024;

/**
 * How fast the messages of one client are read. Reading and answering them costs the host's event loop, which
 * all clients wait for. A client that sends or asks for more is not ended: what it sends waits at its side.
 */
export class ReadPace {
  readonly #clients: () => number;
  readonly #now: () => number;
  /** When all that has crossed would have crossed at the pace. */
  #paidAt = -Infinity;

  /**
   * @param clients - How many share the host.
   * @param now - The time in milliseconds.
   */
  constructor(clients: () => number, now: () => number = () => performance.now()) {
    this.#clients = clients;
    this.#now = now;
  }

  /** Counts what has crossed, either way. Gives how long to read nothing, in milliseconds; 0: not at all. */
  count(bytes: number): number {
    const msPerByte = (1000 * Math.max(1, this.#clients())) / BYTES_PER_SECOND;
    const now = this.#now();
    this.#paidAt = Math.max(this.#paidAt, now - BYTES_AT_ONCE * msPerByte) + bytes * msPerByte;
    return Math.max(0, this.#paidAt - now);
  }
}

/** What a value costs beside its bytes: the reader makes an object of it, of each `{}`. */
const BYTES_PER_VALUE = 24;
const SEPARATORS = new Set(Array.from('[{,', (character) => character.charCodeAt(0)));

/** How much a message counts: its bytes, and what its values cost. */
export function costOf(text: string): number {
  let values = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (SEPARATORS.has(text.charCodeAt(index))) values += 1;
  }
  return text.length + BYTES_PER_VALUE * values;
}
