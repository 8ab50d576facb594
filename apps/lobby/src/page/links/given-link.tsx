import type { Contact } from '@beckon/core';
import { ownEndpoints } from '@beckon/core/identity';
import { fingerprintOf } from '@beckon/core/safety-number';
import { readLink } from '@beckon/links';
import { useAdapter } from '@beckon/react';
import { type ReactElement, useEffect, useState } from 'react';
import { filter, firstValueFrom } from 'rxjs';
import { linkProblemOf, meetByLink } from './open-link.ts';

/** Whose link it is: the name is a claim, the fingerprint is proven. */
interface Question {
  readonly name: string;
  readonly fingerprint: string;
}

/**
 * Asks about the link with which the page was opened. Any other page can lead here: nobody becomes a contact without
 * being asked.
 */
export function GivenLink({ link }: { readonly link: string }): ReactElement | undefined {
  const adapter = useAdapter();
  const [question, setQuestion] = useState<Question>();
  const [news, setNews] = useState<string>();

  useEffect(() => {
    if (!takeFromAddress(link)) return;
    const ask = async (): Promise<void> => {
      const contact: Contact | undefined = await adapter.contacts?.parse(readLink(link).card);
      if (contact === undefined) return;
      setQuestion({
        name: contact.displayName ?? 'Somebody',
        fingerprint: await fingerprintOf(contact.peerName),
      });
    };
    ask().catch((error: unknown) => setNews(linkProblemOf(error)));
  }, [adapter, link]);

  async function accept(): Promise<void> {
    setQuestion(undefined);
    setNews('Opening the link…');
    try {
      // The creator is found through the relay.
      await firstValueFrom(ownEndpoints(adapter).pipe(filter((endpoints) => endpoints.length > 0)));
      setNews(await meetByLink(adapter, link));
    } catch (error) {
      setNews(linkProblemOf(error));
    }
  }

  if (question !== undefined) {
    return (
      <section className="banner" aria-labelledby="given-link">
        <span className="grow">
          <strong id="given-link">
            Become a contact of <bdi>{question.name}</bdi>?
          </strong>
          <br />
          They will see when you are here, and can invite you. Fingerprint: {question.fingerprint}
        </span>
        <button type="button" className="primary" onClick={() => void accept()}>
          Yes
        </button>
        <button type="button" className="quiet" onClick={() => setQuestion(undefined)}>
          No
        </button>
      </section>
    );
  }
  return news === undefined ? undefined : <p className="banner news">{news}</p>;
}

/** Takes a link out of the address: it is asked about once. False when it has been taken already. */
function takeFromAddress(link: string): boolean {
  if (window.location.hash.slice(1) !== link) return false;
  window.history.replaceState(
    undefined,
    '',
    `${window.location.pathname}${window.location.search}`,
  );
  return true;
}
