/** Longest delay of a timer: 2³¹ − 1 milliseconds. */
const LONG_MS = 2_147_483_647;

/** Keeps Node's event loop running while somebody holds it. */
export class KeepAlive {
  #holders = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Holds the loop until the returned function is called; calling that again does nothing. */
  hold(): () => void {
    this.#holders += 1;
    // The timer never does anything: it is there to be waited for.
    this.#timer ??= setInterval(() => undefined, LONG_MS);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holders -= 1;
      if (this.#holders > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }
}
