import { useBridge } from '@beckon/react';
import type { ReactElement } from 'react';

/** Says that the host has gone, while the page stays. */
export function AwayBanner(): ReactElement {
  const { isConnected, isRefused, retry } = useBridge();
  return (
    <div role="status">
      {!isConnected && (
        <p className="banner">
          <span>
            {isRefused
              ? 'Your host has started anew. Open the address that it prints now.'
              : 'Your host has stopped. Start it again; this page reconnects by itself.'}
          </span>
          <button type="button" className="quiet" onClick={retry}>
            Try now
          </button>
        </p>
      )}
    </div>
  );
}
