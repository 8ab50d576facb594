import { explainError } from '@beckon/core/explain';
import { useBridge } from '@beckon/react';
import type { ReactElement, ReactNode } from 'react';

/** What the page shows until its adapter has been reached for the first time: what has happened, and what to do. */
export function ConnectionScreen({ isAlone }: { readonly isAlone: boolean }): ReactElement {
  const { state, error, retry } = useBridge();
  switch (state) {
    case 'connecting':
    case 'connected':
      return (
        <Message title="Connecting…">
          {isAlone ? 'Opening your line.' : 'Looking for the host on this machine.'}
        </Message>
      );
    case 'away':
      if (isAlone) return <Failed error={error} retry={retry} />;
      return (
        <Message title="Your host is not running">
          <p>
            The lobby works through a program on your machine. Start it again in a terminal; this
            page connects by itself.
          </p>
          <button type="button" className="primary" onClick={retry}>
            Try now
          </button>
        </Message>
      );
    case 'refused':
      if (isAlone) return <Failed error={error} retry={retry} />;
      return (
        <Message title="The host does not know this page">
          <p>
            {error?.code === 'NOT_AUTHORIZED'
              ? 'Its address has changed since this page was opened. Open the address that the host prints now.'
              : explainError(error)}
          </p>
          <button type="button" onClick={retry}>
            Try again
          </button>
        </Message>
      );
  }
}

/** The page has no adapter, and says why. */
function Failed({
  error,
  retry,
}: Pick<ReturnType<typeof useBridge>, 'error' | 'retry'>): ReactElement {
  return (
    <Message title="Your line cannot be opened">
      <p>{error === undefined ? 'It is tried again.' : explainError(error)}</p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </Message>
  );
}

/** A page with nothing but a message. */
export function Message({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <main className="message-page">
      <div role="status">
        <h1>{title}</h1>
        <div className="message-body">{children}</div>
      </div>
    </main>
  );
}
