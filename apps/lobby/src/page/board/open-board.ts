import type { BoardPeer } from '../../shared/board-messages.ts';

/** A board that an accepted invitation has opened. */
export interface OpenBoard {
  readonly id: string;
  /** The name of the other side on this page. */
  readonly peerLabel: string;
  readonly peer: BoardPeer;
}

/** The id of the heading of a board. It gets the focus when a person opens the board. */
export function boardTitleId({ id }: Pick<OpenBoard, 'id'>): string {
  return `board-${id}`;
}
