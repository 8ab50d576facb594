import type { MessageKind } from '../wire/message.ts';
import type { Exchange, ExchangeLink, LinkEnd } from './exchange.ts';

/** Tells listeners when the peer of a link is lost. Sends no messages. */
export class LinkLoss implements Exchange {
  readonly kinds: readonly MessageKind[] = [];
  readonly #link: ExchangeLink;
  readonly #listeners = new Set<() => void>();

  constructor(link: ExchangeLink) {
    this.#link = link;
  }

  /**
   * Calls back when the peer is lost. Returns a function that stops watching. Until then the peer is asked for signs
   * of life.
   */
  watch(onLost: () => void): () => void {
    if (this.#link.isEnded) return () => undefined;
    this.#listeners.add(onLost);
    this.#link.hold();
    return () => {
      if (this.#listeners.delete(onLost) && !this.#link.isEnded) this.#link.release();
    };
  }

  receive(): void {
    // No kind of message belongs to this exchange.
  }

  onLinkEnded({ isPeerIdle }: LinkEnd): void {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    // A peer that has nothing open on the link is not lost.
    if (!isPeerIdle) for (const onLost of listeners) onLost();
  }
}
