import { CollaborationError, type EventHandle } from '@beckon/core';
import type { InvitationPointer, KernelEventHandle, RegistrationHandle } from './ffi/handles.ts';
import type { PeerLibrary } from './ffi/library.ts';
import { NativeEvent } from './native-event.ts';
import { NativeInvitation } from './native-invitation.ts';
import { NativeRegistration } from './native-registration.ts';
import { ResponseReader } from './response-reader.ts';
import { SignalPump } from './signal-pump.ts';

/** Hears of what could not be released. */
export type TeardownErrorHandler = (operation: string, error: unknown) => void;

/** What lives between the first `open()` and the last `close()`, and is ended with it. */
export class NativeSession {
  readonly library: PeerLibrary;
  readonly #onTeardownError: TeardownErrorHandler;
  readonly #pump: SignalPump;
  readonly #reader: ResponseReader;
  readonly #invitations = new Set<NativeInvitation>();
  readonly #registrations = new Set<NativeRegistration>();

  constructor(library: PeerLibrary, onTeardownError: TeardownErrorHandler) {
    this.library = library;
    this.#onTeardownError = onTeardownError;
    this.#reader = new ResponseReader(library);
    this.#pump = new SignalPump(library.kernel, onTeardownError);
  }

  createEvent(): NativeEvent {
    return this.#pump.createEvent();
  }

  /** The kernel event behind `event`. @throws CollaborationError when there is none. */
  kernelEvent(event: EventHandle): { event: NativeEvent; kernelEvent: KernelEventHandle } {
    if (!(event instanceof NativeEvent)) {
      throw new CollaborationError(
        'INVALID_ARGUMENT',
        'The event is not one of this adapter. Make it with createEvent().',
      );
    }
    const { berth } = event;
    if (berth === undefined) throw new CollaborationError('CLOSED', 'The event is closed.');
    return { event, kernelEvent: berth.kernelEvent };
  }

  addInvitation(handle: InvitationPointer, event: NativeEvent | undefined): NativeInvitation {
    const added = new NativeInvitation(
      this.library.peer,
      this.#reader,
      handle,
      event,
      (invitation) => this.#invitations.delete(invitation),
    );
    this.#invitations.add(added);
    return added;
  }

  addRegistration(handle: RegistrationHandle, event: NativeEvent): NativeRegistration {
    const added = new NativeRegistration(this.library, handle, event, (registration) =>
      this.#registrations.delete(registration),
    );
    this.#registrations.add(added);
    return added;
  }

  /** Ends everything; what fails is reported, and does not keep the rest from being ended. */
  async end(): Promise<void> {
    for (const invitation of this.#invitations) this.#attempt('invitation', invitation);
    // Whoever waits is woken, and finds its invitation closed.
    this.#pump.closeEvents();
    // No thread of the system may wait for an event, or call back, when that is taken away.
    await this.#pump.stop();
    for (const registration of this.#registrations) this.#attempt('registration', registration);
    await this.#pump.release();
    await this.library.blocking.idle();
  }

  /** Ends at the DLL what can be ended at once, while the process exits: nothing asynchronous runs any more. */
  endAtExit(): void {
    this.#pump.stopAtExit();
    for (const invitation of this.#invitations) this.#attempt('invitation', invitation);
    for (const registration of this.#registrations) this.#attempt('registration', registration);
  }

  #attempt(what: string, held: { abandon(): void }): void {
    try {
      held.abandon();
    } catch (error) {
      this.#onTeardownError(`close (${what})`, error);
    }
  }
}
