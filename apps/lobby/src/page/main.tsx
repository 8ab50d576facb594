import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readHostAccess } from './host/host-access.ts';
import { Lobby } from './lobby.tsx';
import { Notice } from './notice.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id root.');

const access = readHostAccess(window.location);

createRoot(root).render(
  <StrictMode>
    {access === undefined ? (
      <Notice title="This address is incomplete">
        Open the address that the host printed when it started. It ends with a token: the host knows
        its own page by this token.
      </Notice>
    ) : (
      <Lobby access={access} />
    )}
  </StrictMode>,
);
