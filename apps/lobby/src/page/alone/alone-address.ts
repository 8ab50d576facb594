import { readLink } from '@beckon/links';
import * as v from 'valibot';

/** Who uses a page without a host, and through which relays they are reached. */
export interface AloneAddress {
  readonly person: string;
  readonly relays: readonly string[];
  /** The link with which the page was opened. */
  readonly link?: string;
}

const RELAYS = v.array(v.string());

/**
 * What an address such as `/?person=Ada#relay=…` says, or one that is a link. The relays are remembered; somebody who
 * comes by a link for the first time uses those of its creator. `undefined` when there is no relay.
 */
export function readAloneAddress(
  { search, hash }: Pick<Location, 'search' | 'hash'>,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): AloneAddress | undefined {
  const person = new URLSearchParams(search).get('person') ?? 'Guest';
  const given = new URLSearchParams(hash.slice(1));
  if (given.has('token')) return undefined;
  const relaysKey = `beckon relays ${person}`;
  const named = given.getAll('relay');
  const link = readableLink(hash.slice(1));
  const relays = [named, remembered(storage.getItem(relaysKey)), link?.relays ?? []].find(
    ({ length }) => length > 0,
  );
  if (relays === undefined) return undefined;
  storage.setItem(relaysKey, JSON.stringify(relays));
  return { person, relays, ...(link === undefined ? {} : { link: link.text }) };
}

function remembered(text: string | null): readonly string[] {
  try {
    const relays: unknown = JSON.parse(text ?? '[]');
    return v.is(RELAYS, relays) ? relays : [];
  } catch {
    return [];
  }
}

function readableLink(
  text: string,
): { readonly text: string; readonly relays: readonly string[] } | undefined {
  try {
    const { hints } = readLink(text);
    const relays = hints.flatMap((hint) => {
      const [relay = '', behind] = hint.split('/p2p-circuit');
      return behind === undefined || !/\/wss?\b/.test(relay) ? [] : [relay];
    });
    return { text, relays };
  } catch {
    return undefined;
  }
}
