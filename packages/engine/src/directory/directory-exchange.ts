import type { Exchange } from '../link/exchange.ts';
import type { DirectoryMessage, DirectoryMessageKind } from '../wire/directory-message.ts';
import type { Message } from '../wire/message.ts';
import type { PeerWatch } from './peer-watch.ts';
import type { Watcher } from './watcher.ts';

const KINDS = Object.keys({
  watch: true,
  unwatch: true,
  state: true,
  endpoint: true,
  presence: true,
  application: true,
  applicationRemoved: true,
  object: true,
  objectRemoved: true,
  stateEnd: true,
  watchEnd: true,
} satisfies Readonly<Record<DirectoryMessageKind, true>>) as readonly DirectoryMessageKind[];

/** The messages on one link about what the two sides show of themselves. Each side may watch the other. */
export class DirectoryExchange implements Exchange {
  readonly kinds = KINDS;
  readonly watcher: Watcher;
  readonly peerWatch: PeerWatch;
  readonly #onEnded: (exchange: DirectoryExchange) => void;

  constructor(
    watcher: Watcher,
    peerWatch: PeerWatch,
    onEnded: (exchange: DirectoryExchange) => void,
  ) {
    this.watcher = watcher;
    this.peerWatch = peerWatch;
    this.#onEnded = onEnded;
  }

  receive(message: Message): void {
    // The link brings messages of these kinds only.
    const directoryMessage = message as DirectoryMessage;
    if (directoryMessage.kind === 'watch') this.watcher.begin(directoryMessage.watch);
    else if (directoryMessage.kind === 'unwatch') this.watcher.end();
    else this.peerWatch.receive(directoryMessage);
  }

  onDrain(): void {
    this.watcher.tell();
  }

  onLinkEnded(): void {
    this.#onEnded(this);
    this.watcher.onLinkEnded();
    this.peerWatch.onLinkEnded();
  }
}
