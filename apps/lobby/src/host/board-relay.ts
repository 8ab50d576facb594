import type { MessagePipe, ServedPipe } from '@beckon/bridge/node';
import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import * as v from 'valibot';
import { PageMessage } from '../shared/board-messages.ts';
import { Board, BOARD_PROTOCOL, type BoardPage } from './board.ts';
import { PeerStream } from './peer-stream.ts';

/** Time for a peer to name the board of its stream, in milliseconds. */
const FIRST_FRAME_MS = 5_000;

/** Largest number of streams of one connection: one for each board that two people have open. */
const MAX_STREAMS = 16;

/** Connects the pages of this host with the pages of peers at the same boards. */
export class BoardRelay {
  readonly #node: Libp2p;
  readonly #boards = new Map<string, Board>();

  constructor(node: Libp2p) {
    this.#node = node;
  }

  async start(): Promise<void> {
    await this.#node.handle(
      BOARD_PROTOCOL,
      (stream, connection) => this.#greet(stream, connection),
      { maxInboundStreams: MAX_STREAMS, maxOutboundStreams: MAX_STREAMS },
    );
  }

  async stop(): Promise<void> {
    for (const board of this.#boards.values()) board.close();
    this.#boards.clear();
    await this.#node.unhandle(BOARD_PROTOCOL);
  }

  /**
   * Serves one page, for one board. Ends its pipe after an unreadable message, or a message out of
   * turn.
   */
  serve(pipe: MessagePipe): ServedPipe {
    let board: Board | undefined;
    let end: (() => void) | undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const page: BoardPage = { tell: (message) => pipe.send(message) };
    const leave = (): void => {
      if (board !== undefined) this.#leave(board, page);
      board = undefined;
      end?.();
    };
    const close = (): Promise<void> => {
      pipe.close();
      leave();
      return ended;
    };
    pipe.open({
      message: (received) => {
        const { success, output: message } = v.safeParse(PageMessage, received);
        if (success && message.type === 'join' && board === undefined) {
          board = this.#join(message, page);
        } else if (success && message.type === 'update' && board !== undefined) {
          board.say(page, message.bytes);
        } else {
          void close();
        }
      },
      closed: leave,
    });
    return { ended, close };
  }

  #join({ boardId, peer }: Extract<PageMessage, { type: 'join' }>, page: BoardPage): Board {
    const board = this.#boards.get(boardId) ?? new Board(boardId, peer, this.#node);
    this.#boards.set(boardId, board);
    board.join(page);
    return board;
  }

  #leave(board: Board, page: BoardPage): void {
    board.leave(page);
    if (!board.isEmpty) return;
    board.close();
    this.#boards.delete(board.id);
  }

  /** Any peer can open a stream. Only the peer that has invited to a board gets to it. */
  #greet(stream: Stream, connection: Connection): void {
    const peerStream = new PeerStream(stream);
    peerStream.read(AbortSignal.timeout(FIRST_FRAME_MS)).then(
      (first) => {
        const board = this.#boards.get(new TextDecoder().decode(first));
        if (board?.awaits(connection)) board.adopt(peerStream);
        else peerStream.abort('no such board');
      },
      () => peerStream.abort('no board was named'),
    );
  }
}
