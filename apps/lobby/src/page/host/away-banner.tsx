import { useBridge } from '@beckon/react';
import type { ReactElement } from 'react';

/** Says that what has the adapter has gone, while the page stays. */
export function AwayBanner({ isAlone }: { readonly isAlone: boolean }): ReactElement {
  const { isConnected, isRefused, retry } = useBridge();
  return (
    <div role="status">
      {!isConnected && (
        <p className="banner away">
          <span>{words(isAlone, isRefused)}</span>
          <button type="button" className="quiet" onClick={retry}>
            Try now
          </button>
        </p>
      )}
    </div>
  );
}

function words(isAlone: boolean, isRefused: boolean): string {
  if (isAlone) return 'The tab that held your line was closed. This one takes it over.';
  return isRefused
    ? 'Your host has started anew. Open the address that it prints now.'
    : 'Your host has stopped. Start it again; this page reconnects by itself.';
}
