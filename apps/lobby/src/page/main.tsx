import { BridgeProvider } from '@beckon/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readAloneAddress } from './alone/alone-address.ts';
import { App } from './app.tsx';
import { connectWithHost } from './host/connect.ts';
import { ConnectionScreen, Message } from './host/connection-screen.tsx';

/** Wait before the host is tried again, in milliseconds. */
const RETRY_MS = 1_000;

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id root.');

const alone = readAloneAddress(window.location, window.localStorage);
const connect =
  alone === undefined
    ? connectWithHost(window.location)
    : async () => {
        const { connectAlone } = await import('./alone/connect-alone.ts');
        return connectAlone(alone)();
      };

createRoot(root).render(
  <StrictMode>
    {connect === undefined ? (
      <Message title="This address is incomplete">
        Open the address that the host printed when it started. It ends with a token: the host knows
        its own page by this token.
      </Message>
    ) : (
      <BridgeProvider
        connect={connect}
        retryMs={RETRY_MS}
        fallback={<ConnectionScreen isAlone={alone !== undefined} />}
      >
        <App alone={alone} />
      </BridgeProvider>
    )}
  </StrictMode>,
);
