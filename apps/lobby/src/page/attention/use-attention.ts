import type { IncomingInvitation } from '@beckon/core';
import { useEffect, useRef } from 'react';
import { ring } from './ring.ts';

const TITLE = 'Lobby';

/**
 * Tells of invitations where the page is not seen: in the title and the icon of the tab, by a sound unless it is
 * switched off, and by a notification of the browser where that is allowed.
 */
export function useAttention(
  invitations: readonly IncomingInvitation[],
  nameOf: (invitation: IncomingInvitation) => string,
  isSoundOn: boolean,
): void {
  const announced = useRef(new Set<string>());
  const [newest] = invitations.slice(-1);
  const newestName = newest === undefined ? undefined : nameOf(newest);

  useEffect(() => {
    const count = invitations.length;
    document.title = newestName === undefined ? TITLE : `(${count}) ${newestName} invites you`;
    showBadge(count);
    return () => {
      document.title = TITLE;
      showBadge(0);
    };
  }, [invitations.length, newestName]);

  useEffect(() => {
    for (const { id, message } of invitations) {
      if (announced.current.has(id)) continue;
      announced.current.add(id);
      if (isSoundOn) ring();
      if (document.hidden) notify(newestName ?? 'Somebody', message);
    }
  }, [invitations, isSoundOn, newestName]);
}

function notify(name: string, message: string | undefined): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const notification = new Notification(`${name} invites you`, {
    ...(message === undefined ? {} : { body: message }),
    // One for each person, replaced.
    tag: name,
  });
  notification.onclick = () => {
    window.focus();
    notification.close();
  };
}

function showBadge(count: number): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (icon === null) return;
  icon.dataset['plain'] ??= icon.href;
  icon.href =
    count === 0 ? icon.dataset['plain'] : `data:image/svg+xml,${encodeURIComponent(BADGE)}`;
}

const BADGE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="14" fill="#20615c"/><circle cx="24" cy="8" r="8" fill="#d4351c"/></svg>';
