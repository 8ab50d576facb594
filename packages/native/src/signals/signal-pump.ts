import { MAX_TIMER_MS } from '@beckon/core/adapter';
import type { Pointer } from '../ffi/handles.ts';
import type { KernelFunctions } from '../ffi/kernel-functions.ts';
import { KernelEvent } from './kernel-event.ts';
import { type EventTimers, NativeEvent } from './native-event.ts';
import { WantedTimer } from './wanted-timer.ts';

/**
 * Largest number of kernel events, for any number of event handles. It bounds the callbacks that can be
 * under way at once, one for each event: koffi has 256 slots for calls from other threads, and ends the
 * process when they run out. One wait thread of the system also serves 63 events.
 */
export const MAX_KERNEL_EVENTS = 63;

/**
 * All waiters are woken at this interval without a signal, in milliseconds. It bounds the delay of a
 * lost signal.
 */
export const REMINDER_MS = 15_000;

/** Pause before the rest is woken again, as a multiple of the time that waking the rest took. */
const PATIENCE = 4;

/** Pause of the pump while the rest must wait and there is no signal, in milliseconds. */
const PAUSE_MS = 5;

/**
 * Turns signals of kernel events into JavaScript.
 *
 * The first {@link MAX_KERNEL_EVENTS} event handles have a kernel event each; further handles share one. The
 * system's wait thread calls back once for a signal, and the callback only notes the event. Then the pump
 * runs in turns of the event loop. A turn wakes the waiters of the signalled events, and takes further
 * signals itself, until there is none. Only then does the system wait again. So many signals at once cost
 * the questions to the DLL, and few changes between threads.
 *
 * Where many waiters share an event, each signal wakes most of them in vain. So a turn wakes the oldest
 * waiters, which are answered first as a rule. The rest is woken now and then, in a bounded part of the
 * time.
 *
 * A woken waiter finishes its work in microtasks, before the next turn: an answer is passed on before
 * anything else is done.
 */
export class SignalPump {
  readonly #kernel: KernelFunctions;
  readonly #onError: (operation: string, error: unknown) => void;
  readonly #callback: Pointer;
  readonly #timers: EventTimers = {
    // This timer only keeps the process running. It never calls back.
    keepAlive: new WantedTimer(MAX_TIMER_MS, () => undefined, { keepsAlive: true }),
    reminder: new WantedTimer(REMINDER_MS, () => this.#remind(), { keepsAlive: false }),
  };
  readonly #events: KernelEvent[] = [];
  /** The handles of {@link #events}, in the form for the kernel. */
  #handles = new BigUint64Array();
  /** Events that the callback or the reminder has noted, for the next turn. */
  #noted: KernelEvent[] = [];
  /** Events after the callback of their wait. The system does not wait for them. */
  #unwatched: KernelEvent[] = [];
  /** Signalled events of which some waiters have not been woken yet. */
  readonly #halfWoken = new Set<KernelEvent>();
  /** The time at which these waiters are woken. */
  #restDue = 0;
  #isTurnScheduled = false;
  #isStopped = false;

  constructor(kernel: KernelFunctions, onError: (operation: string, error: unknown) => void) {
    this.#kernel = kernel;
    this.#onError = onError;
    this.#callback = kernel.registerCallback((index) => this.#called(index));
  }

  /** An event handle at the kernel event with the fewest handles. */
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

  /** Ends every wait, but does not wait for callbacks under way: JavaScript has ended when they come. */
  stopAtExit(): void {
    this.#isStopped = true;
    for (const { wait } of this.#events) {
      if (wait !== undefined) this.#kernel.releaseWait(wait);
    }
  }

  /** Closes the kernel events. Called after {@link stop}, when nothing signals them any more. */
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

  // A thread of the system waits for this callback. It must not throw there, so it only notes the event.
  #called(index: number): void {
    const event = this.#events[index];
    if (event === undefined || this.#isStopped) return;
    this.#unwatched.push(event);
    this.#note(event);
  }

  /** Wakes all waiters, as a signal may have been lost. */
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

  // Signals often come together. Taking a further signal here costs a fraction of a callback.
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
