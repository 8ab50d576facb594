import type { PresenceStatus } from '@beckon/core';
import { setEndpointName } from '@beckon/core/identity';
import { useAdapter, useOwnPresence, useSignedIn } from '@beckon/react';
import { type ReactElement, type SubmitEvent, useId, useState } from 'react';
import { Avatar } from '../people/avatar.tsx';
import { PRESENCE_WORDS } from '../people/person-row.tsx';
import { LinkSection } from '../links/link-section.tsx';
import type { PageLinks } from '../links/use-links.ts';
import { type Me, useMe } from './me.ts';
import { ShareDialog } from './share-dialog.tsx';

const CHOICES: readonly PresenceStatus[] = ['online', 'busy', 'away', 'beRightBack'];

/** Who this side is to others: the picture, the name, the presence; and what it shares. */
export function MeBar({
  links,
  linkPage,
}: {
  readonly links: PageLinks;
  readonly linkPage: string | undefined;
}): ReactElement {
  const me = useMe();
  return (
    <header className="me-bar">
      {me === undefined ? (
        <h1 className="me-name">Lobby</h1>
      ) : (
        <>
          <Avatar identity={me.peerName} />
          <OwnName me={me} />
          <OwnPresence />
          <span className="grow" />
          <ShareDialog me={me}>
            <LinkSection links={links.links} open={links.open} linkPage={linkPage} />
          </ShareDialog>
        </>
      )}
    </header>
  );
}

function OwnName({ me: { name } }: { readonly me: Me }): ReactElement {
  const adapter = useAdapter();
  const id = useId();
  const [draft, setDraft] = useState<string>();
  function save(event: SubmitEvent): void {
    event.preventDefault();
    const wanted = draft?.trim() ?? '';
    setDraft(undefined);
    // A host that has gone says so in the banner.
    if (wanted !== '' && wanted !== name)
      void setEndpointName(adapter, wanted).catch(() => undefined);
  }
  if (draft === undefined) {
    return (
      <h1 className="me-name">
        <button
          type="button"
          className="quiet"
          aria-label={`${name}, change your name`}
          onClick={() => setDraft(name)}
        >
          <bdi>{name}</bdi>
        </button>
      </h1>
    );
  }
  return (
    <form className="me-name" onSubmit={save}>
      <label htmlFor={id} className="visually-hidden">
        Your name
      </label>
      <input
        id={id}
        autoFocus
        required
        maxLength={60}
        autoComplete="off"
        value={draft}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={() => setDraft(undefined)}
        onKeyDown={({ key }) => key === 'Escape' && setDraft(undefined)}
      />
    </form>
  );
}

/** Others see this presence while the page is open. */
function OwnPresence(): ReactElement {
  useSignedIn('all');
  const id = useId();
  const { value: presence, setPresence } = useOwnPresence();
  const status = presence?.status ?? 'offline';
  return (
    <span className={`own-presence ${status}`}>
      <label htmlFor={id} className="visually-hidden">
        Your presence
      </label>
      <select
        id={id}
        value={status}
        onChange={({ target }) => setPresence({ status: target.value as PresenceStatus })}
      >
        {status === 'offline' && <option value="offline">Offline</option>}
        {CHOICES.map((choice) => (
          <option key={choice} value={choice}>
            {PRESENCE_WORDS[choice]}
          </option>
        ))}
      </select>
    </span>
  );
}
