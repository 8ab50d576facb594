import { useAdapter } from '@beckon/react';
import { useEffect, useState } from 'react';
import { firstValueFrom } from 'rxjs';
import { ownEndpoints } from '@beckon/core/identity';
import { filter } from 'rxjs';
import { linkProblemOf, meetByLink } from './open-link.ts';

/** Opens the link with which the page was opened, once, and says what came of it. */
export function useGivenLink(link: string | undefined): string | undefined {
  const adapter = useAdapter();
  const [news, setNews] = useState<string>();

  useEffect(() => {
    if (link === undefined || !takeFromAddress(link)) return;
    // The creator is found through the relay.
    firstValueFrom(ownEndpoints(adapter).pipe(filter((endpoints) => endpoints.length > 0)))
      .then(() => meetByLink(adapter, link))
      .then(setNews, (error: unknown) => setNews(linkProblemOf(error)));
  }, [adapter, link]);

  return news;
}

/** Takes a link out of the address: it opens nothing twice. False when it has been taken already. */
function takeFromAddress(link: string): boolean {
  if (window.location.hash.slice(1) !== link) return false;
  window.history.replaceState(
    undefined,
    '',
    `${window.location.pathname}${window.location.search}`,
  );
  return true;
}
