import type { BoardPeer } from '../../shared/board-messages.ts';

/** A board that an accepted invitation has opened. */
export interface OpenBoard {
  readonly id: string;
  /** What to call the other side. */
  readonly peerLabel: string;
  readonly peer: BoardPeer;
}

/** The id of the heading of a board: where the focus goes when a person opens it. */
export function boardTitleId({ id }: Pick<OpenBoard, 'id'>): string {
  return `board-${id}`;
}
