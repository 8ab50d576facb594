import type { KernelEventHandle, Pointer, WaitHandle } from '../src/ffi/handles.ts';
import type { KernelFunctions, WaitCallback } from '../src/ffi/kernel-functions.ts';

interface FakeWait {
  readonly event: bigint;
  readonly context: number;
  hasFired: boolean;
}

/** Events and waits in JavaScript. A signal calls back in a later turn, as a thread of the system does. */
export class FakeKernel implements KernelFunctions {
  elevated = false;
  peerNameService = true;
  /** Largest number of callbacks that could have been under way at once. */
  mostWaits = 0;
  readonly #events = new Map<bigint, { isSignaled: boolean }>();
  readonly #waits = new Map<bigint, FakeWait>();
  #callback: WaitCallback | undefined;
  #next = 1n;

  /** The resources that have not been released. */
  get held() {
    return {
      events: this.#events.size,
      waits: this.#waits.size,
      callbacks: this.#callback === undefined ? 0 : 1,
    };
  }

  signal(event: bigint): void {
    const state = this.#events.get(event);
    if (state === undefined) throw new Error('SetEvent on an event that was closed');
    state.isSignaled = true;
    setImmediate(() => this.#fire(event));
  }

  createEvent(): KernelEventHandle {
    const handle = this.#handle() as KernelEventHandle;
    this.#events.set(handle, { isSignaled: false });
    return handle;
  }

  closeEvent(event: KernelEventHandle): void {
    if ([...this.#waits.values()].some((wait) => wait.event === event)) {
      throw new Error('CloseHandle on an event that is waited for');
    }
    if (!this.#events.delete(event)) throw new Error('CloseHandle twice');
  }

  registerCallback(callback: WaitCallback): Pointer {
    this.#callback = callback;
    return this.#handle();
  }

  unregisterCallback(): void {
    if (this.#waits.size > 0) throw new Error('koffi.unregister while there are waits');
    this.#callback = undefined;
  }

  registerWait(event: KernelEventHandle, _callback: Pointer, context: number): WaitHandle {
    const handle = this.#handle() as WaitHandle;
    this.#waits.set(handle, { event, context, hasFired: false });
    this.mostWaits = Math.max(this.mostWaits, this.#waits.size);
    setImmediate(() => this.#fire(event));
    return handle;
  }

  releaseWait(wait: WaitHandle): void {
    if (!this.#waits.delete(wait)) throw new Error('UnregisterWaitEx twice');
  }

  async endWait(wait: WaitHandle): Promise<void> {
    this.releaseWait(wait);
  }

  takeSignal(events: BigUint64Array): number | undefined {
    const index = events.findIndex((event) => this.#events.get(event)?.isSignaled === true);
    if (index < 0) return undefined;
    this.#events.get(events[index]!)!.isSignaled = false;
    return index;
  }

  systemFolder = () => 'C:\\Windows\\system32';
  isElevated = () => this.elevated;
  hasPeerNameService = () => this.peerNameService;

  #fire(event: bigint): void {
    const state = this.#events.get(event);
    if (state?.isSignaled !== true) return;
    for (const wait of this.#waits.values()) {
      if (wait.event !== event || wait.hasFired) continue;
      state.isSignaled = false;
      wait.hasFired = true;
      this.#callback?.(wait.context);
      return;
    }
  }

  #handle(): bigint {
    return this.#next++;
  }
}
