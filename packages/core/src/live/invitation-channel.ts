import { Observable, type Observer, Subject, type Subscriber } from 'rxjs';
import { checkBytes } from '../checks.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import { CHANNEL_LIMITS } from '../contract/channels.ts';
import { CollaborationError, toCollaborationError } from '../errors/collaboration-error.ts';
import type { Runtime } from '../runtime.ts';
import { ChannelConnection, type OutgoingMessage } from './channel-connection.ts';

/** What may wait to be sent. Four of the longest messages fit. */
const MAX_WAITING_BYTES = 4 * CHANNEL_LIMITS.messageBytes;

export interface InvitationChannelInit<T> {
  readonly adapter: CollaborationAdapter;
  readonly invitationId: string;
  readonly serializer: (message: T) => Uint8Array;
  readonly deserializer: (data: Uint8Array) => T;
  readonly onOpen: () => void;
  readonly runtime: Runtime;
}

/** See `invitationChannel`. */
export class InvitationChannel<T> extends Observable<T> implements Observer<T> {
  readonly #init: InvitationChannelInit<T>;
  readonly #waiting: OutgoingMessage[] = [];
  #waitingBytes = 0;
  #received$ = new Subject<T>();
  #subscribers = 0;
  #connection: ChannelConnection | undefined;
  /** Whether an opening before is still being closed. */
  #isClosing = false;
  #isCompleting = false;

  constructor(init: InvitationChannelInit<T>) {
    super((subscriber) => this.#add(subscriber));
    this.#init = init;
  }

  /** Bytes that wait to be sent. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /**
   * Sends a message, or lets it wait until the channel is open and the peer takes it. What has not been sent when
   * the channel ends is dropped.
   *
   * @throws TypeError or RangeError for a message that is not 1 to 1 048 576 bytes long; `LIMIT_REACHED` when more
   *   than 4 MiB would wait (see {@link send}); `CLOSED` after {@link complete}.
   */
  next(message: T): void {
    this.#send(message, {
      onSent: () => undefined,
      onDropped: () => undefined,
    });
  }

  /**
   * Sends a message as {@link next} does. Resolves when the next message can be sent: who waits for it sends as
   * fast as the peer takes. Rejects with what {@link next} throws, with the channel's error, and with `CLOSED`
   * when the channel ended before.
   */
  async send(message: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#send(message, { onSent: resolve, onDropped: reject });
    });
  }

  /**
   * Ends the channel after what waits has been sent. Subscribers complete when the peer has everything, or is
   * lost; what it still sends is dropped.
   */
  complete(): void {
    this.#isCompleting = true;
    if (this.#connection === undefined) this.#drop(closed());
    else this.#pump();
  }

  /** Ends the channel at once, and drops what waits. Subscribers get the error; the peer sees an ordinary end. */
  error(error: unknown): void {
    this.#end(toCollaborationError('InvitationChannel.error', error));
  }

  #send(message: T, settled: Pick<OutgoingMessage, 'onSent' | 'onDropped'>): void {
    const operation = 'InvitationChannel.next';
    if (this.#isCompleting) throw closed();
    const bytes = this.#init.serializer(message);
    checkBytes(operation, 'message', bytes, CHANNEL_LIMITS.messageBytes, 1);
    if (this.#waitingBytes + bytes.length > MAX_WAITING_BYTES) {
      throw new CollaborationError(
        'LIMIT_REACHED',
        `${operation}: ${this.#waitingBytes} bytes wait already. Wait for send() before you send more.`,
      );
    }
    // The app may go on writing to its own.
    this.#waiting.push({ bytes: new Uint8Array(bytes), ...settled });
    this.#waitingBytes += bytes.length;
    this.#pump();
  }

  #add(subscriber: Subscriber<T>): () => void {
    this.#subscribers += 1;
    const subscription = this.#received$.subscribe(subscriber);
    this.#connect();
    return () => {
      subscription.unsubscribe();
      this.#subscribers -= 1;
      if (this.#subscribers === 0) this.#disconnect(closed());
    };
  }

  /** Opens the channel for those who have subscribed, once the opening before is closed. */
  #connect(): void {
    const isNeeded = this.#subscribers > 0 && this.#connection === undefined;
    if (!isNeeded || this.#isClosing) return;
    const { adapter, invitationId, deserializer, onOpen, runtime } = this.#init;
    const connection = new ChannelConnection({
      adapter,
      invitationId,
      runtime,
      onOpened: onOpen,
      onMessage: (data) => {
        let message: T;
        try {
          message = deserializer(data);
        } catch (cause) {
          const reason = cause instanceof Error ? cause.message : String(cause);
          const text = `invitationChannel: the deserializer does not read a message: ${reason}`;
          return this.#end(new CollaborationError('PROTOCOL', text, { cause }));
        }
        this.#received$.next(message);
      },
      onReady: () => this.#pump(),
      onEnded: (failure) => {
        if (this.#connection === connection) this.#end(failure);
      },
    });
    this.#connection = connection;
    connection.open();
  }

  /** Sends what waits, one message after the other. */
  #pump(): void {
    const connection = this.#connection;
    if (connection?.isReady !== true) return;
    const message = this.#waiting.shift();
    if (message !== undefined) {
      this.#waitingBytes -= message.bytes.length;
      connection.send(message);
    } else if (this.#isCompleting) this.#end();
  }

  /** Ends the channel for all subscribers. A later subscription opens it again. */
  #end(failure?: CollaborationError): void {
    const received$ = this.#received$;
    const connection = this.#connection;
    this.#received$ = new Subject();
    if (failure === undefined) return this.#disconnect(closed(), () => received$.complete());
    this.#drop(failure);
    received$.error(failure);
    // Whoever subscribes anew at the error has a connection of their own.
    if (this.#connection === connection) this.#disconnect(failure);
  }

  /** @param onClosed - Called when the peer has everything, or is lost. */
  #disconnect(reason: CollaborationError, onClosed: () => void = () => undefined): void {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#isCompleting = false;
    this.#drop(reason);
    if (connection === undefined) return onClosed();
    this.#isClosing = true;
    connection.close(() => {
      this.#isClosing = false;
      onClosed();
      this.#connect();
    });
  }

  #drop(reason: CollaborationError): void {
    this.#waitingBytes = 0;
    for (const { onDropped } of this.#waiting.splice(0)) onDropped(reason);
    if (this.#connection === undefined) this.#isCompleting = false;
  }
}

function closed(): CollaborationError {
  return new CollaborationError('CLOSED', 'InvitationChannel: the channel has ended.');
}
