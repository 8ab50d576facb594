import { useAdapter, useObservable } from '@beckon/react';
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { NEVER } from 'rxjs';
import { ownEndpoint } from '../me/me.ts';
import { Avatar } from '../people/avatar.tsx';
import { EMPTY_BOARD } from './board-content.ts';
import { BoardDocument } from './board-document.ts';
import { Drawing } from './drawing.tsx';
import { Notes } from './notes.tsx';
import { boardTitleId, type OpenBoard } from './open-board.ts';
import { shareBoard } from './share-board.ts';

/** The board that an accepted invitation opens, over the whole page: a drawing and notes that both sides have. */
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

  const [claimed] = [...content.people, ...content.left];
  const name = board.contactName ?? claimed ?? 'somebody';
  const isHere = isOnline && isPeerHere && !isComplete;
  const hasLeft = content.people.length === 0 && content.left.length > 0;

  function leave(): void {
    document.leave(ownName);
    onClose();
  }

  return (
    <section className="board" aria-labelledby={boardTitleId(board)}>
      <div className="board-head">
        <Avatar identity={board.identity} />
        <div className="grow">
          <h2 id={boardTitleId(board)} tabIndex={-1}>
            Whiteboard with <bdi>{name}</bdi>
          </h2>
          <p className={isHere && !hasLeft ? 'board-state here' : 'board-state'} role="status">
            {stateWords(isHere, hasLeft, isOnline)}
          </p>
        </div>
        <button type="button" onClick={leave}>
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

function stateWords(isHere: boolean, hasLeft: boolean, isOnline: boolean): string {
  if (hasLeft) return 'They have left. What is on the board stays here until you leave too.';
  if (isHere) return 'They are here.';
  return isOnline
    ? 'They are away: the connection was lost, or has not begun. The board goes on when they are back.'
    : 'Your host has stopped. The board goes on when it is back.';
}
