/** A board that an accepted invitation has opened. */
export interface OpenBoard {
  /** Of the invitation, at this side. */
  readonly id: string;
  /** What a contact is called. Anybody else is called what they call themselves. */
  readonly contactName?: string;
  /** Who the other side is. */
  readonly identity: string;
}

/** The id of the heading of a board. It gets the focus when a person opens the board. */
export function boardTitleId({ id }: Pick<OpenBoard, 'id'>): string {
  return `board-${id}`;
}
