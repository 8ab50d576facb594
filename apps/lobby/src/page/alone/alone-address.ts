/** Who uses a page without a host, and through which relays they are reached. */
export interface AloneAddress {
  readonly person: string;
  readonly relays: readonly string[];
}

/** What an address such as `/?person=Ada#relay=…` says. `undefined` when it names no relay. */
export function readAloneAddress({
  search,
  hash,
}: Pick<Location, 'search' | 'hash'>): AloneAddress | undefined {
  const relays = new URLSearchParams(hash.slice(1)).getAll('relay');
  if (relays.length === 0) return undefined;
  return { person: new URLSearchParams(search).get('person') ?? 'Guest', relays };
}
