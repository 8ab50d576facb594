import type { MessagePipe, PipeReceiver } from '@beckon/bridge';
import { firstValueFrom } from 'rxjs';
import { newBoard } from '../../shared/activity.ts';
import type { HostMessage, PageMessage } from '../../shared/board-messages.ts';
import type { BoardContent } from './board-content.ts';
import { BoardDocument } from './board-document.ts';
import type { OpenBoard } from './open-board.ts';
import { MAX_RECEIVED_BYTES, shareBoard } from './share-board.ts';

const board: OpenBoard = {
  id: newBoard().boardId,
  peerLabel: 'Ada',
  peer: { role: 'inviter', peerName: 'ada' },
};

const contentOf = ({ content$ }: BoardDocument): Promise<BoardContent> => firstValueFrom(content$);

/** A page at the board, and the host's end of its pipe. */
class Page {
  readonly document = new BoardDocument();
  /** Each report whether the other side was there, then the end. */
  readonly heard: (boolean | 'complete')[] = [];
  readonly said: PageMessage[] = [];
  isClosed = false;
  /** The page that gets the updates of this page. */
  other: Page | undefined;
  #receiver: PipeReceiver | undefined;

  readonly #pipe: MessagePipe = {
    open: (receiver) => {
      this.#receiver = receiver;
    },
    send: (message) => {
      this.said.push(message as PageMessage);
      if ((message as PageMessage).type === 'update') this.other?.hears(message as HostMessage);
    },
    close: () => {
      this.isClosed = true;
    },
  };

  readonly sharing = shareBoard(this.document, board, () => this.#pipe).subscribe({
    next: (isPeerHere) => this.heard.push(isPeerHere),
    complete: () => this.heard.push('complete'),
  });

  hears(message: HostMessage | object): void {
    this.#receiver?.message(message);
  }

  loses(): void {
    this.#receiver?.closed('the host is gone');
  }
}

function two(): [Page, Page] {
  const [ada, bob] = [new Page(), new Page()];
  [ada.other, bob.other] = [bob, ada];
  return [ada, bob];
}

describe('shareBoard', () => {
  it('joins first, and sends nothing more until the other side is there', () => {
    const page = new Page();
    expect(page.said).toEqual([{ type: 'join', boardId: board.id, peer: board.peer }]);
  });

  it('brings both up to date when the other side appears, and sends each later change', async () => {
    const [ada, bob] = two();
    [ada.other, bob.other] = [undefined, undefined];
    ada.document.addNote({ from: 'Ada', text: 'before' });
    bob.document.beginStroke(0, [1, 2]);
    [ada.other, bob.other] = [bob, ada];
    for (const page of [ada, bob]) page.hears({ type: 'peer', isHere: true });
    ada.document.addNote({ from: 'Ada', text: 'after' });
    for (const { document, heard } of [ada, bob]) {
      const { strokes, notes } = await contentOf(document);
      expect(strokes).toHaveLength(1);
      expect(notes.map(({ text }) => text)).toEqual(['before', 'after']);
      expect(heard).toEqual([true]);
    }
  });

  it.each([
    ['bytes that are not an update', { type: 'update', bytes: Uint8Array.of(2, 200, 1, 2, 3) }],
    ['no bytes', { type: 'update', bytes: new Uint8Array() }],
    ['an unknown kind', { type: 'update', bytes: Uint8Array.of(99) }],
    ['an unknown message', { type: 'hello' }],
  ])('drops %s, and goes on', async (_, message) => {
    const [ada, bob] = two();
    bob.hears(message);
    for (const page of [ada, bob]) page.hears({ type: 'peer', isHere: true });
    ada.document.addNote({ from: 'Ada', text: 'Hello' });
    expect((await contentOf(bob.document)).notes).toHaveLength(1);
    expect(bob.heard).toEqual([true]);
  });

  it('leaves when the other side has sent more than a page should hold', () => {
    const page = new Page();
    const bytes = new Uint8Array(512 * 1024);
    for (let sent = 0; sent < MAX_RECEIVED_BYTES; sent += bytes.byteLength) {
      page.hears({ type: 'update', bytes });
    }
    expect(page.isClosed).toBe(false);
    page.hears({ type: 'update', bytes: Uint8Array.of(1) });
    expect(page.heard).toEqual(['complete']);
    expect(page.isClosed).toBe(true);
  });

  it('completes when the host is gone, and leaves when it is unsubscribed', () => {
    const lost = new Page();
    lost.loses();
    expect(lost.heard).toEqual(['complete']);

    const page = new Page();
    page.sharing.unsubscribe();
    expect(page.isClosed).toBe(true);
    const { length } = page.said;
    page.document.addNote({ from: 'Ada', text: 'alone' });
    expect(page.said).toHaveLength(length);
  });
});
