/** The latest signs of life on one connection, by the clock of the adapter. All its streams share them. */
export interface ConnectionSigns {
  /** When the peer was heard. */
  heardAt: number;
  /** When this side has said something. */
  saidAt: number;
}

export function createConnectionSigns(): ConnectionSigns {
  return { heardAt: Number.NEGATIVE_INFINITY, saidAt: Number.NEGATIVE_INFINITY };
}

/** The signs of every connection that is there. */
export class SignsOfConnections {
  readonly #signs = new WeakMap<object, ConnectionSigns>();

  /** The signs of a connection. One that is not named has no other stream. */
  of(connection: object | undefined): ConnectionSigns {
    if (connection === undefined) return createConnectionSigns();
    const present = this.#signs.get(connection);
    if (present !== undefined) return present;
    const signs = createConnectionSigns();
    this.#signs.set(connection, signs);
    return signs;
  }
}
