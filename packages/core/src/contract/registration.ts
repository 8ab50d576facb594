/** A queue of what has happened since something was registered, filled while an event handle is signalled. */
export interface Registration<Change> {
  /** The oldest change not yet taken, or `undefined` when there is none. Call until `undefined` on each signal. */
  next(): PromiseLike<Change | undefined>;
  /** Ends the registration, once. Changes not yet taken are dropped. */
  close(): PromiseLike<void>;
}
