import {
  type CollaborationError,
  type CollaborationEventFilter,
  type Guid,
  toCollaborationError,
} from '@beckon/core';
import { OwnEvents } from '@beckon/core/adapter';
import type { EventQueueHandle, InvitationPointer } from './ffi/handles.ts';
import type { PeerLibrary } from './ffi/library.ts';
import type { EndpointShape } from './ffi/shapes.ts';
import { EndpointSubscription } from './held/endpoint-subscription.ts';
import { EventQueue } from './held/event-queue.ts';
import type { Held } from './held/held.ts';
import { PublishedObject, type PublishedObjects } from './held/published-object.ts';
import { InvitationCalls } from './invitations/invitation-calls.ts';
import { SentInvitation } from './invitations/sent-invitation.ts';
import type { NativeEvent } from './signals/native-event.ts';
import { SignalPump } from './signals/signal-pump.ts';

/** The running part of a native adapter, from its first `open()` to its last `close()`. */
export class RunningAdapter {
  readonly library: PeerLibrary;
  readonly events: OwnEvents<NativeEvent>;
  readonly #onTeardownError: (error: CollaborationError) => void;
  readonly #pump: SignalPump;
  readonly #invitationCalls: InvitationCalls;
  readonly #held = new Set<Held>();
  readonly #published: PublishedObjects = new Map();

  /** @param onTeardownError - Called when a resource could not be released. */
  constructor(library: PeerLibrary, onTeardownError: (error: CollaborationError) => void) {
    this.library = library;
    this.#onTeardownError = onTeardownError;
    this.#invitationCalls = new InvitationCalls(library);
    this.#pump = new SignalPump(library.kernel, (operation, error) =>
      this.#report(operation, error),
    );
    this.events = new OwnEvents((onClose) => this.#pump.createEvent(onClose));
  }

  holdInvitation(handle: InvitationPointer, event: NativeEvent | undefined): SentInvitation {
    return new SentInvitation(this.#held, this.#invitationCalls, handle, event);
  }

  holdQueue(
    handle: EventQueueHandle,
    filters: readonly CollaborationEventFilter[],
    event: NativeEvent,
  ): EventQueue {
    return new EventQueue(this.#held, this.library, { handle, filters, event });
  }

  holdObject(id: Guid): PublishedObject {
    return new PublishedObject(this.#held, this.library, this.#published, id);
  }

  holdSubscription(endpoint: EndpointShape, isNew: boolean): EndpointSubscription {
    return new EndpointSubscription(this.#held, this.library, endpoint, isNew);
  }

  /** Ends everything. A failure is reported, and the rest still ends. */
  async end(): Promise<void> {
    const ending = [...this.#held].map((held) => this.#end(held));
    // The end of an event wakes its subscribers. They find their invitations closed.
    this.events.close();
    await Promise.all(ending);
    // No thread of the system may wait for an event, or call back, when the event is closed.
    await this.#pump.stop();
    await this.#pump.release();
    await this.library.blocking.idle();
  }

  /** Releases the resources at the DLL while the process exits, when nothing asynchronous runs any more. */
  endAtExit(): void {
    this.#pump.stopAtExit();
    for (const held of this.#held) if (!held.endsWithProcess) void this.#end(held);
  }

  async #end(held: Held): Promise<void> {
    try {
      await held.end();
    } catch (error) {
      this.#report('close', error);
    }
  }

  #report(operation: string, error: unknown): void {
    this.#onTeardownError(toCollaborationError(operation, error));
  }
}
