import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readHostLink } from './host/host-link.ts';
import { Lobby } from './lobby.tsx';
import { Notice } from './notice.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id root.');

const link = readHostLink(window.location);

createRoot(root).render(
  <StrictMode>
    {link === undefined ? (
      <Notice title="This address is incomplete">
        Open the one that the host printed when it started. It ends with a token, by which the host
        knows its own page.
      </Notice>
    ) : (
      <Lobby link={link} />
    )}
  </StrictMode>,
);
