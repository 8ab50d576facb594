import type { Subscription } from 'rxjs';
import { ask } from '../ask.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { ChannelChange, ChannelHandle } from '../contract/channels.ts';
import type { EventHandle } from '../contract/event-handle.ts';
import { type CollaborationError, toCollaborationError } from '../errors/collaboration-error.ts';
import type { Runtime } from '../runtime.ts';
import { tableOf } from '../table-of.ts';

/** A message on its way to the peer. */
export interface OutgoingMessage {
  readonly bytes: Uint8Array;
  /** The next one can be sent. */
  readonly onSent: () => void;
  readonly onDropped: (reason: CollaborationError) => void;
}

export interface ChannelConnectionInit {
  readonly adapter: CollaborationAdapter;
  readonly invitationId: string;
  readonly runtime: Runtime;
  /** The peer has opened its side too. */
  readonly onOpened: () => void;
  readonly onMessage: (data: Uint8Array) => void;
  /** A message can be sent. */
  readonly onReady: () => void;
  /**
   * The peer has ended the channel, or the channel has failed. Called once, and not after
   * {@link ChannelConnection.close}, which is to be called then.
   */
  readonly onEnded: (failure: CollaborationError | undefined) => void;
}

const OPERATION = 'invitationChannel';

/** One opening of a channel: its handle and its event, released by {@link close}, also when they come late. */
export class ChannelConnection {
  readonly #init: ChannelConnectionInit;
  #event: EventHandle | undefined;
  #wait: Subscription | undefined;
  #handle: ChannelHandle | undefined;
  #sending: OutgoingMessage | undefined;
  #isOpening = true;
  #isTaking = false;
  #isSignaled = false;
  #isEnded = false;
  /** Set by {@link close}. */
  #onClosed: (() => void) | undefined;

  constructor(init: ChannelConnectionInit) {
    this.#init = init;
  }

  /** Whether {@link send} may be called. */
  get isReady(): boolean {
    return this.#handle !== undefined && this.#sending === undefined && !this.#isEnded;
  }

  open(): void {
    const { adapter, invitationId, onReady } = this.#init;
    ask(
      () => {
        const channels = tableOf(adapter, 'channels', OPERATION);
        const event = adapter.createEvent();
        this.#event = event;
        this.#wait = event.signaled$.subscribe({
          next: () => this.#take(),
          complete: () => this.#finish(undefined),
        });
        return channels.open(invitationId, event);
      },
      (handle) => {
        this.#isOpening = false;
        this.#handle = handle;
        if (this.#isEnded) return this.#release();
        this.#take();
        onReady();
      },
      (error) => {
        this.#isOpening = false;
        if (this.#isEnded) this.#release();
        else this.#finish(toCollaborationError(OPERATION, error));
      },
    );
  }

  /** Sends a message; to be called when {@link isReady}. */
  send(message: OutgoingMessage): void {
    this.#sending = message;
    ask(
      () => this.#opened().send(message.bytes),
      () => {
        this.#sending = undefined;
        message.onSent();
        if (!this.#isEnded) this.#init.onReady();
      },
      (error) => {
        this.#sending = undefined;
        const failure = toCollaborationError(OPERATION, error);
        message.onDropped(failure);
        // The end of the peer's side comes after what it has sent before.
        if (failure.code !== 'CLOSED') this.#finish(failure);
      },
    );
  }

  /**
   * Ends this side; to be called once, also after an end. Nothing is called any more but the drop of a message that
   * is being sent, and `onClosed`: when the peer has everything, or is lost.
   */
  close(onClosed: () => void): void {
    this.#isEnded = true;
    this.#onClosed = onClosed;
    this.#release();
  }

  /** Takes changes until there is none. */
  #take(): void {
    this.#isSignaled = true;
    const handle = this.#handle;
    if (handle === undefined || this.#isTaking || this.#isEnded) return;
    this.#isTaking = true;
    this.#isSignaled = false;
    ask(
      () => handle.next(),
      (change) => {
        this.#isTaking = false;
        if (this.#isEnded) return;
        if (change !== undefined) this.#on(change);
        if (change !== undefined || this.#isSignaled) this.#take();
      },
      (error) => this.#finish(toCollaborationError(OPERATION, error)),
    );
  }

  #on(change: ChannelChange): void {
    switch (change.type) {
      case 'opened':
        return this.#init.onOpened();
      case 'message':
        return this.#init.onMessage(change.data);
      case 'ended':
        return this.#finish(undefined);
    }
  }

  #finish(failure: CollaborationError | undefined): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    // This side's adapter was closed while the channel was open.
    const isClosed = this.#handle !== undefined && failure?.code === 'NOT_INITIALIZED';
    this.#init.onEnded(isClosed ? undefined : failure);
  }

  #opened(): ChannelHandle {
    if (this.#handle === undefined) throw new Error('The channel is not open yet.');
    return this.#handle;
  }

  /** Closes the handle and then its event. Nothing is closed before the adapter has replied. */
  #release(): void {
    const { runtime } = this.#init;
    this.#wait?.unsubscribe();
    const onClosed = this.#onClosed;
    if (this.#isOpening || onClosed === undefined) return;
    const handle = this.#handle;
    const closed = (): void => {
      runtime.closeEvent(this.#event);
      onClosed();
    };
    if (handle === undefined) closed();
    else runtime.settle('ChannelHandle.close', () => handle.close(), closed);
  }
}
