import { Toast } from '@base-ui/react/toast';
import { CollaborationProvider, useObservable } from '@beckon/react';
import { type ReactElement, useMemo, useState } from 'react';
import { Board } from './board/board.tsx';
import type { OpenBoard } from './board/open-board.ts';
import { Header } from './header.tsx';
import { connectedHost } from './host/connected-host.ts';
import type { HostAccess } from './host/host-access.ts';
import { Inbox } from './inbox/inbox.tsx';
import { IncomingToasts } from './inbox/incoming-toasts.tsx';
import { Inviting } from './inviting/inviting.tsx';
import { Notice } from './notice.tsx';
import { OwnAddress } from './own-address/own-address.tsx';

/** The whole page. */
export function Lobby({ access }: { readonly access: HostAccess }): ReactElement {
  const host$ = useMemo(() => connectedHost(access), [access]);
  const { value: host } = useObservable(host$);
  const [boards, setBoards] = useState<readonly OpenBoard[]>([]);

  if (host === undefined) {
    return (
      <Notice title="Connecting with the host…">
        If this message stays, the host does not run, or the host has printed another address.
      </Notice>
    );
  }

  function openBoard(board: OpenBoard): void {
    setBoards((open) => [board, ...open.filter(({ id }) => id !== board.id)]);
  }
  function closeBoard(id: string): void {
    setBoards((open) => open.filter((board) => board.id !== id));
  }

  const { adapter, isOnline } = host;
  return (
    <CollaborationProvider adapter={adapter}>
      <Toast.Provider timeout={0}>
        <Header isOnline={isOnline} />
        <main className="lobby">
          {boards.map((board) => (
            <Board
              key={board.id}
              board={board}
              isOnline={isOnline}
              onClose={() => closeBoard(board.id)}
            />
          ))}
          {/* The inbox of a lost connection is gone: a new one begins with the next connection. */}
          {isOnline && <Inbox onAccepted={openBoard} />}
          <Inviting isOnline={isOnline} onAccepted={openBoard} />
          {isOnline && <OwnAddress />}
        </main>
        <IncomingToasts />
      </Toast.Provider>
    </CollaborationProvider>
  );
}
