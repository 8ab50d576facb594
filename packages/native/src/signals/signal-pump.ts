import type { Pointer } from '../ffi/handles.ts';
import type { KernelFunctions } from '../ffi/kernel-functions.ts';
import { KernelEvent } from './kernel-event.ts';
import { type EventTimers, NativeEvent } from './native-event.ts';
import { WantedTimer } from './wanted-timer.ts';

/**
 * How many kernel events there are, however many event handles. It bounds the callbacks that can be
 * under way at once, one for each: koffi has 256 slots for calls from other threads, and ends the
 * process when they run out. 63 is also what one wait thread of the system serves.
 */
export const MAX_KERNEL_EVENTS = 63;

/** How often everybody is woken without a signal, in milliseconds: so long can a lost signal delay an answer. */
export const REMINDER_MS = 15_000;

/** Longest delay of a timer: 2³¹ − 1 milliseconds. */
const NEVER_MS = 2_147_483_647;

/** How long it takes until the rest are woken again, in times as long as that took the last time. */
const PATIENCE = 4;

/** How long the pump pauses while it waits for that and there is no signal, in milliseconds. */
const PAUSE_MS = 5;

/**
 * Turns signals of kernel events into JavaScript.
 *
 * The first {@link MAX_KERNEL_EVENTS} event handles have a kernel event each; further ones share. The
 * system's wait thread calls back once for a signal; the callback only notes which event it was. Then
 * the pump takes turns of the event loop: it wakes those who wait for the events that were signalled, and
 * takes further signals itself, until there is none. Only then does the system wait again. So the cost
 * of many signals at once is that of asking the DLL, not that of handing over between threads.
 *
 * Where many share an event, each signal wakes most of them in vain. So a turn wakes the oldest first,
 * who are answered first as a rule, and the rest now and then, in a bounded part of the time.
 *
 * Those who are woken finish what follows from it between two turns, in microtasks: an answer is passed
 * on before anything else is done.
 */
export class SignalPump {
  readonly #kernel: KernelFunctions;
  readonly #onError: (operation: string, error: unknown) => void;
  readonly #callback: Pointer;
  readonly #timers: EventTimers = {
    // It is there to be waited for, and never does anything.
    keepAlive: new WantedTimer(NEVER_MS, () => undefined, { keepsAlive: true }),
    reminder: new WantedTimer(REMINDER_MS, () => this.#remind(), { keepsAlive: false }),
  };
  readonly #events: KernelEvent[] = [];
  /** The handles of {@link #events}, as the kernel takes them. */
  #handles = new BigUint64Array();
  /** Noted by the callback, or reminded of, and not looked after yet. */
  #noted: KernelEvent[] = [];
  /** Those whose wait has called back. */
  #unwatched: KernelEvent[] = [];
  /** Those whose signal came, and where some have not been woken yet. */
  readonly #halfWoken = new Set<KernelEvent>();
  /** When they are to be woken. */
  #restDue = 0;
  #isTurnScheduled = false;
  #isStopped = false;

  constructor(kernel: KernelFunctions, onError: (operation: string, error: unknown) => void) {
    this.#kernel = kernel;
    this.#onError = onError;
    this.#callback = kernel.registerCallback((index) => this.#called(index));
  }

  /** An event handle at the kernel event that has the fewest. */
  createEvent(onClose: () => void): NativeEvent {
    return new NativeEvent(this.#quietestEvent(), this.#timers, onClose);
  }

  /** Ends every wait; afterwards no callback comes. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const event of this.#events) {
      const { wait } = event;
      event.wait = undefined;
      if (wait !== undefined) {
        await this.#attempt('UnregisterWaitEx', () => this.#kernel.endWait(wait));
      }
    }
  }

  /** Ends every wait without waiting for callbacks that are under way: they find JavaScript gone anyway. */
  stopAtExit(): void {
    this.#isStopped = true;
    for (const { wait } of this.#events) {
      if (wait !== undefined) this.#kernel.releaseWait(wait);
    }
  }

  /** Closes the kernel events. To be called when {@link stop} is done and nothing signals them any more. */
  async release(): Promise<void> {
    for (const { handle } of this.#events.splice(0)) {
      await this.#attempt('CloseHandle', () => this.#kernel.closeEvent(handle));
    }
    await this.#attempt('koffi.unregister', () => this.#kernel.unregisterCallback(this.#callback));
  }

  #quietestEvent(): KernelEvent {
    let quietest: KernelEvent | undefined;
    for (const event of this.#events) {
      if (event.users === 0) return event;
      if (quietest === undefined || event.users < quietest.users) quietest = event;
    }
    if (quietest === undefined || this.#events.length < MAX_KERNEL_EVENTS) return this.#addEvent();
    return quietest;
  }

  #addEvent(): KernelEvent {
    const event = new KernelEvent(this.#kernel.createEvent(), this.#events.length);
    try {
      this.#watch(event);
    } catch (error) {
      this.#kernel.closeEvent(event.handle);
      throw error;
    }
    this.#events.push(event);
    this.#handles = BigUint64Array.from(this.#events, ({ handle }) => handle);
    return event;
  }

  #watch(event: KernelEvent): void {
    event.wait = this.#kernel.registerWait(event.handle, this.#callback, event.index);
  }

  // Called while a thread of the system waits for it, and must not throw there: it only takes note.
  #called(index: number): void {
    const event = this.#events[index];
    if (event === undefined || this.#isStopped) return;
    this.#unwatched.push(event);
    this.#note(event);
  }

  /** A signal may be lost: everybody asks once in a while. */
  #remind(): void {
    for (const event of this.#events) if (event.waiters.size > 0) this.#note(event);
  }

  #note(event: KernelEvent): void {
    this.#noted.push(event);
    this.#scheduleTurn();
  }

  #scheduleTurn(pauseMs = 0): void {
    if (this.#isTurnScheduled) return;
    this.#isTurnScheduled = true;
    if (pauseMs === 0) setImmediate(() => this.#turn());
    else setTimeout(() => this.#turn(), pauseMs).unref();
  }

  #turn(): void {
    this.#isTurnScheduled = false;
    if (this.#isStopped) return;
    const noted = this.#noted;
    this.#noted = [];
    const signaled = noted.length > 0 ? noted : this.#takeSignals();
    for (const event of signaled) if (!event.wakeFirst()) this.#halfWoken.add(event);
    if (this.#halfWoken.size > 0 && performance.now() >= this.#restDue) this.#wakeRest();
    if (signaled.length > 0) this.#scheduleTurn();
    else if (this.#halfWoken.size > 0) this.#scheduleTurn(PAUSE_MS);
    else this.#watchAgain();
  }

  #wakeRest(): void {
    const begun = performance.now();
    for (const event of this.#halfWoken) event.wakeAll();
    this.#halfWoken.clear();
    const ended = performance.now();
    this.#restDue = ended + (ended - begun) * PATIENCE;
  }

  // Where one is signalled others often are, too, and taking a signal here costs a fraction of what a
  // callback does.
  #takeSignals(): readonly KernelEvent[] {
    const taken: KernelEvent[] = [];
    try {
      while (taken.length < this.#events.length) {
        const index = this.#kernel.takeSignal(this.#handles);
        const event = index === undefined ? undefined : this.#events[index];
        if (event === undefined) break;
        taken.push(event);
      }
    } catch (error) {
      this.#onError('WaitForMultipleObjects', error);
    }
    return taken;
  }

  #watchAgain(): void {
    for (const event of this.#unwatched.splice(0)) {
      try {
        if (event.wait !== undefined) this.#kernel.releaseWait(event.wait);
        event.wait = undefined;
        this.#watch(event);
      } catch (error) {
        this.#onError('RegisterWaitForSingleObject', error);
      }
    }
  }

  async #attempt(operation: string, release: () => Promise<void> | void): Promise<void> {
    try {
      await release();
    } catch (error) {
      this.#onError(operation, error);
    }
  }
}
