import type { Contact } from '@beckon/core';
import { useEffect, useEffectEvent } from 'react';
import * as v from 'valibot';
import { useStoredList } from '../stored.ts';

const Since = v.object({ peerName: v.string(), at: v.number() });

/** As many as a person may have. */
const KEPT = 1_000;

/**
 * Since when somebody is a contact, as far as this browser knows: a contact has no date of its own. `undefined` for
 * somebody who is none.
 */
export function useContactsSince(
  contacts: readonly Contact[],
): (peerName: string) => number | undefined {
  const [since, change] = useStoredList('beckon contacts since', Since, KEPT);
  const note = useEffectEvent(() => {
    const missing = contacts.filter(
      ({ peerName }) => !since.some((known) => known.peerName === peerName),
    );
    if (missing.length === 0) return;
    const at = Date.now();
    change((before) => [...missing.map(({ peerName }) => ({ peerName, at })), ...before]);
  });
  useEffect(() => note(), [contacts]);
  return (peerName) => since.find((known) => known.peerName === peerName)?.at;
}
