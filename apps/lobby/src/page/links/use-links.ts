import { type CollaborationAdapter, isCollaborationError } from '@beckon/core';
import { updateContact } from '@beckon/core/contacts';
import { explainError } from '@beckon/core/explain';
import { createLinks, type Link, type LinkEvent, type Links } from '@beckon/links';
import { useAdapter, useBridge } from '@beckon/react';
import { useEffect, useState } from 'react';
import { pageLinkStore } from './page-link-store.ts';

/** The links of this side, and what has happened with one last. */
export interface PageLinks {
  readonly links: Links | undefined;
  /** Those that somebody can still open, the newest first. */
  readonly open: readonly Link[];
  readonly news: string | undefined;
}

/** Answers those who come by a link, while the page is open and its adapter is there. */
export function useLinks(): PageLinks {
  const adapter = useAdapter();
  const { isConnected } = useBridge();
  const [state, setState] = useState<PageLinks>({ links: undefined, open: [], news: undefined });

  useEffect(() => {
    if (!isConnected) return undefined;
    const links = createLinks({ store: pageLinkStore });
    const show = async (news?: string): Promise<void> => {
      const open = (await links.list()).filter(isOpen).reverse();
      setState((before) => ({ links, open, news: news ?? before.news }));
    };
    const events = links.events$.subscribe((event) => {
      void meet(adapter, event).then(show);
    });
    // Another tab may have made or ended some.
    const onStorage = (): void => void show();
    window.addEventListener('storage', onStorage);
    links.serve(adapter).then(
      () => show(),
      (error: unknown) => setState((before) => ({ ...before, news: explainError(error) })),
    );
    return () => {
      window.removeEventListener('storage', onStorage);
      events.unsubscribe();
      void links.close();
    };
  }, [adapter, isConnected]);

  return state;
}

function isOpen({ expiresAt, isRevoked, uses, usedBy }: Link): boolean {
  return !isRevoked && expiresAt > Date.now() && usedBy.length < uses;
}

/** Watches whoever has come, and says who it is. */
async function meet(adapter: CollaborationAdapter, event: LinkEvent): Promise<string> {
  switch (event.type) {
    case 'used': {
      const contact = await adapter.contacts?.get(event.peerName);
      if (contact === undefined) return 'Somebody has come by your link.';
      await updateContact(adapter, { ...contact, isWatched: true, canWatchMe: true });
      return `${contact.displayName ?? 'Somebody'} has come by your link, and is a contact now.`;
    }
    case 'refused': {
      const contact = await adapter.contacts?.parse(event.card);
      return `${contact?.displayName ?? 'Somebody'} came with a link that is not open any more. Send them another.`;
    }
    case 'fault':
      return isCollaborationError(event.error) ? explainError(event.error) : 'A link has failed.';
  }
}
