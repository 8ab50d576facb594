import { useAdapter, useObservable } from '@beckon/react';
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { NEVER } from 'rxjs';
import { EMPTY_BOARD } from './board-content.ts';
import { BoardDocument } from './board-document.ts';
import { Drawing } from './drawing.tsx';
import { Notes } from './notes.tsx';
import { ownEndpoint } from '../own-address/own-endpoint.ts';
import { boardTitleId, type OpenBoard } from './open-board.ts';
import { shareBoard } from './share-board.ts';

/** The board that an accepted invitation opens: a drawing and notes that both sides have. */
export function Board({
  board,
  isOnline,
  onClose,
}: {
  readonly board: OpenBoard;
  readonly isOnline: boolean;
  readonly onClose: () => void;
}): ReactElement {
  const [document] = useState(() => new BoardDocument());
  const adapter = useAdapter();
  const isPeerHere$ = useMemo(
    () => (isOnline ? shareBoard(document, adapter, board.id) : NEVER),
    [document, adapter, board, isOnline],
  );
  const { value: isPeerHere, isComplete } = useObservable(isPeerHere$, { initial: false });
  const { value: content } = useObservable(document.content$, { initial: EMPTY_BOARD });
  const ownEndpoint$ = useMemo(() => ownEndpoint(adapter), [adapter]);
  const { value: own } = useObservable(ownEndpoint$);
  const ownName = own?.name ?? 'Somebody';
  useEffect(() => document.introduce(ownName), [document, ownName]);

  const titleId = boardTitleId(board);
  const others = content.people.join(', ') || board.peerLabel;
  const isShared = isPeerHere && !isComplete;

  return (
    <section className="card board" aria-labelledby={titleId}>
      <div className="row">
        <h2 id={titleId} className="grow" tabIndex={-1}>
          Whiteboard with <bdi>{others}</bdi>
        </h2>
        <span role="status">
          <span className={isShared ? 'pill online' : 'pill offline'}>
            {isShared ? 'Shared' : 'The other side is away'}
          </span>
        </span>
        <button type="button" className="quiet" onClick={onClose}>
          Leave
        </button>
      </div>
      {content.isFull && (
        <p className="problem" role="status">
          The board is full and takes no more. Clearing the drawing makes room.
        </p>
      )}
      <div className="board-body">
        <Drawing document={document} strokes={content.strokes} />
        <Notes
          notes={content.notes}
          onWrite={(text) => document.addNote({ from: ownName, text })}
        />
      </div>
    </section>
  );
}
