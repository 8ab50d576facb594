import { TokenBucket } from '@beckon/core/adapter';
import type { EngineCounters } from '../counters.ts';
import type { CancelDeadline, Deadlines } from '../deadlines.ts';
import type { ExchangeLink } from '../link/exchange.ts';
import type { DirectoryMessage } from '../wire/directory-message.ts';
import { unexpected } from '../wire/protocol-violation.ts';
import { type PeerChange, PeerState } from './peer-state.ts';

/**
 * How many messages about itself a peer may send: more than a watcher is ever sent. Any further message counts as
 * useless.
 */
const PACE = { burst: 1_000, perSecond: 200 };

/** Hears what the peer of a link shows. */
export interface PeerWatchListener {
  /** The whole state has come, for the first time or again. The listener does not change it. */
  onShown(state: PeerState): void;
  onChange(change: PeerChange, state: PeerState): void;
  /** The peer shows nothing, or no longer shows anything. It may show itself later. */
  onHidden(): void;
  /** The link has ended. Called last. */
  onLost(): void;
}

export interface PeerWatchInit {
  readonly link: ExchangeLink;
  /** How long a peer may take to answer, and between two messages of its state. */
  readonly answerTimeoutMs: number;
  readonly deadlines: Deadlines;
  readonly counters: EngineCounters;
}

/** Watches the peer of one link for all listeners. The link is held meanwhile. */
export class PeerWatch {
  readonly #init: PeerWatchInit;
  readonly #pace: TokenBucket;
  readonly #listeners = new Set<PeerWatchListener>();
  /** The number of the latest watch. */
  #watch = 0;
  #phase: Phase = 'none';
  /** The state of the latest watch; `undefined` while the peer still answers an earlier one. */
  #state: PeerState | undefined;
  #cancelDeadline: CancelDeadline | undefined;

  constructor(init: PeerWatchInit) {
    this.#init = init;
    this.#pace = new TokenBucket(PACE, init.deadlines.now);
  }

  get peerName(): string {
    return this.#init.link.peerName;
  }

  /** Calls the listener from now on, and at once if the state is here. Returns a function that ends that. */
  listen(listener: PeerWatchListener): () => void {
    const { link } = this.#init;
    if (link.isEnded) {
      listener.onLost();
      return () => undefined;
    }
    this.#listeners.add(listener);
    if (this.#phase === 'whole' && this.#state !== undefined) listener.onShown(this.#state);
    else if (this.#phase !== 'asking') this.#ask();
    return () => this.#leave(listener);
  }

  /** @throws ProtocolViolation when the message makes no sense here. */
  receive(message: DirectoryMessage): void {
    if (!this.#pace.take()) this.#init.link.onUseless();
    switch (message.kind) {
      case 'state':
        return this.#onState(message.watch);
      case 'stateEnd':
        return this.#onStateEnd();
      case 'watchEnd':
        return message.watch === this.#watch && this.#phase !== 'none'
          ? this.#hide()
          : this.#onStray();
      default:
        return this.#onItem(message);
    }
  }

  onLinkEnded(): void {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    this.#become('none');
    for (const listener of listeners) listener.onLost();
  }

  #ask(): void {
    this.#watch += 1;
    this.#become('asking');
    this.#init.link.send({ kind: 'watch', watch: this.#watch });
  }

  #leave(listener: PeerWatchListener): void {
    const { link } = this.#init;
    if (!this.#listeners.delete(listener) || this.#listeners.size > 0 || link.isEnded) return;
    this.#become('none');
    link.send({ kind: 'unwatch' });
  }

  #onState(watch: number): void {
    const isCurrent = watch === this.#watch && this.#phase !== 'none';
    if (isCurrent) this.#become('asking');
    else this.#onStray();
    this.#state = isCurrent ? new PeerState() : undefined;
  }

  #onItem(message: DirectoryMessage): void {
    if (this.#state === undefined) return this.#onStray();
    const change = this.#state.apply(message);
    if (this.#phase === 'asking') return this.#expectAnswer();
    if (change === undefined) return;
    for (const listener of [...this.#listeners]) listener.onChange(change, this.#state);
  }

  #onStateEnd(): void {
    const state = this.#state;
    if (state === undefined) return this.#onStray();
    if (this.#phase !== 'asking') throw unexpected('stateEnd');
    this.#become('whole');
    for (const listener of [...this.#listeners]) listener.onShown(state);
  }

  #hide(): void {
    this.#become('hidden');
    for (const listener of [...this.#listeners]) listener.onHidden();
  }

  /** A message that crosses the end of a watch is useless, but no violation. */
  #onStray(): void {
    this.#init.counters.strayFrames += 1;
  }

  #become(phase: Phase): void {
    const { link } = this.#init;
    if (!link.isEnded && isHeld(phase) !== isHeld(this.#phase)) {
      if (isHeld(phase)) link.hold();
      else link.release();
    }
    this.#phase = phase;
    if (phase !== 'whole') this.#state = undefined;
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
    if (phase === 'asking') this.#expectAnswer();
  }

  /** A peer of an earlier version, or a faulty one, does not answer. It counts as showing nothing. */
  #expectAnswer(): void {
    const { deadlines, answerTimeoutMs } = this.#init;
    this.#cancelDeadline?.();
    this.#cancelDeadline = deadlines.add(answerTimeoutMs, () => this.#hide());
  }
}

/** `hidden`: the peer has said that it shows nothing. */
type Phase = 'none' | 'asking' | 'whole' | 'hidden';

/** Whether the watch holds the link. */
function isHeld(phase: Phase): boolean {
  return phase === 'asking' || phase === 'whole';
}
