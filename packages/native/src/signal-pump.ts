import type { KernelEventHandle, Pointer, WaitHandle } from './ffi/handles.ts';
import type { KernelFunctions } from './ffi/kernel-functions.ts';
import { KeepAlive } from './keep-alive.ts';
import { type Berth, NativeEvent, type Waiter } from './native-event.ts';

/**
 * How many kernel events there are, however many event handles. It bounds the callbacks that can be
 * under way at once, one for each: koffi has 256 slots for calls from other threads, and ends the
 * process when they run out. 63 is also what one wait thread of the system serves.
 */
export const MAX_KERNEL_EVENTS = 63;

/**
 * Turns signals of kernel events into JavaScript.
 *
 * The first {@link MAX_KERNEL_EVENTS} event handles have a kernel event each; further ones share. The
 * system's wait thread calls back once for a signal; the callback only notes which event it was. Then,
 * in a turn of the event loop, everybody at that event asks the DLL whether it was for them, the other
 * events are looked at, and the wait is registered anew. Signals that come in between leave their event
 * set: however many, they cost one more look. So the cost is that of asking, not that of handing over
 * between threads.
 */
export class SignalPump {
  readonly #kernel: KernelFunctions;
  readonly #onError: (operation: string, error: unknown) => void;
  readonly #callback: Pointer;
  readonly #posts: Post[] = [];
  readonly #events = new Set<NativeEvent>();
  readonly #keepAlive = new KeepAlive();
  #signaled: Post[] = [];
  #isDrainScheduled = false;
  #isClosed = false;

  constructor(kernel: KernelFunctions, onError: (operation: string, error: unknown) => void) {
    this.#kernel = kernel;
    this.#onError = onError;
    this.#callback = kernel.registerCallback((index) => this.#called(index));
  }

  /** An event handle at the kernel event that has the fewest. */
  createEvent(): NativeEvent {
    const post = this.#quietestPost();
    post.berths += 1;
    const event: NativeEvent = new NativeEvent({
      kernelEvent: post.kernelEvent,
      waiters: post.waiters,
      hold: () => this.#keepAlive.hold(),
      leave: () => {
        post.berths -= 1;
        this.#events.delete(event);
      },
    } satisfies Berth);
    this.#events.add(event);
    return event;
  }

  /** Signals every event handle once more, and closes it. */
  closeEvents(): void {
    for (const event of [...this.#events]) {
      event.set();
      event.close();
    }
  }

  /** Ends every wait; afterwards no callback comes. */
  async stop(): Promise<void> {
    this.#isClosed = true;
    for (const post of this.#posts) {
      const { wait } = post;
      post.wait = undefined;
      if (wait !== undefined)
        await this.#attempt('UnregisterWaitEx', () => this.#kernel.endWait(wait));
    }
  }

  /** Ends every wait without waiting for callbacks that are under way: they find JavaScript gone anyway. */
  stopAtExit(): void {
    this.#isClosed = true;
    for (const { wait } of this.#posts) {
      if (wait !== undefined) this.#kernel.releaseWait(wait);
    }
  }

  /** Closes the kernel events. To be called when {@link stop} is done and nothing signals them any more. */
  async release(): Promise<void> {
    for (const { kernelEvent } of this.#posts.splice(0)) {
      await this.#attempt('CloseHandle', () => this.#kernel.closeEvent(kernelEvent));
    }
    await this.#attempt('koffi.unregister', () => this.#kernel.unregisterCallback(this.#callback));
  }

  #quietestPost(): Post {
    let quietest: Post | undefined;
    for (const post of this.#posts) {
      if (post.berths === 0) return post;
      if (quietest === undefined || post.berths < quietest.berths) quietest = post;
    }
    if (quietest === undefined || this.#posts.length < MAX_KERNEL_EVENTS) return this.#addPost();
    return quietest;
  }

  #addPost(): Post {
    const kernelEvent = this.#kernel.createEvent();
    const post: Post = { kernelEvent, waiters: new Set(), berths: 0, wait: undefined };
    try {
      post.wait = this.#kernel.registerWait(kernelEvent, this.#callback, this.#posts.length);
    } catch (error) {
      this.#kernel.closeEvent(kernelEvent);
      throw error;
    }
    this.#posts.push(post);
    return post;
  }

  // Called while a thread of the system waits for it, and must not throw there: it only takes note.
  #called(index: number): void {
    const post = this.#posts[index];
    if (post === undefined || this.#isClosed) return;
    this.#signaled.push(post);
    if (this.#isDrainScheduled) return;
    this.#scheduleDrain();
  }

  #scheduleDrain(): void {
    this.#isDrainScheduled = true;
    setImmediate(() => this.#drain());
  }

  #drain(): void {
    this.#isDrainScheduled = false;
    const signaled = this.#signaled;
    this.#signaled = [];
    for (const post of signaled) wake(post);
    this.#takeOtherSignals();
    for (const post of signaled) this.#waitAgain(post);
  }

  // Where one is signalled others often are, too, and taking a signal here costs a fraction of what a
  // callback does. Those that are taken by neither have their callback coming.
  #takeOtherSignals(): void {
    for (let taken = 0; !this.#isClosed && taken < this.#posts.length; taken++) {
      const post = this.#takeSignal();
      if (post === undefined) return;
      wake(post);
    }
    // So many that more will follow; first the rest of the program has its turn.
    if (!this.#isClosed && !this.#isDrainScheduled) this.#scheduleDrain();
  }

  #takeSignal(): Post | undefined {
    try {
      const index = this.#kernel.takeSignal(this.#posts.map(({ kernelEvent }) => kernelEvent));
      return index === undefined ? undefined : this.#posts[index];
    } catch (error) {
      this.#onError('WaitForMultipleObjects', error);
      return undefined;
    }
  }

  #waitAgain(post: Post): void {
    // Closed by one of those that were woken: then stop() has ended the wait, or will.
    if (this.#isClosed || post.wait === undefined) return;
    try {
      this.#kernel.releaseWait(post.wait);
      post.wait = undefined;
      post.wait = this.#kernel.registerWait(
        post.kernelEvent,
        this.#callback,
        this.#posts.indexOf(post),
      );
    } catch (error) {
      this.#onError('RegisterWaitForSingleObject', error);
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

function wake({ waiters }: Post): void {
  for (const waiter of waiters) waiter.wake();
}

/** A kernel event, and who is at it. */
interface Post {
  readonly kernelEvent: KernelEventHandle;
  readonly waiters: Set<Waiter>;
  /** How many event handles that are not closed. */
  berths: number;
  wait: WaitHandle | undefined;
}
